"""The simulated web shop is believable, true to the baskets, and always the same."""

import hashlib
import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ingestion.sample.calls import Call
from ingestion.sample.oddities import (
    DELIVERY_AMOUNT,
    cancelled_id,
    is_cancelled,
    is_lost,
)
from ingestion.sample.panel import FIRST_DAY, LAST_DAY, Basket, Panel
from ingestion.sample.visits import LIFT, Plan

pytestmark = pytest.mark.demo
NEW_YORK = ZoneInfo("America/New_York")
DIGEST = """
import hashlib, pathlib, sys
from ingestion.sample.crm.households import account_emails
from ingestion.sample.panel import read_panel
from ingestion.sample.stream import stream
from ingestion.sample.visits import plan
data = pathlib.Path(sys.argv[1])
panel = read_panel(data)
planned = plan(panel, scale=0.05)
emails = account_emails(data, planned.households)
digest = hashlib.sha256()
for call in stream(panel, planned, emails):
    digest.update(repr(call).encode())
print(digest.hexdigest())
"""


def events(calls: dict[str, Call], name: str) -> list[Call]:
    """Return the calls of an event."""
    return [one for one in calls.values() if one.members.get("event") == name]


def of_visits(calls: dict[str, Call]) -> dict[str, list[Call]]:
    """Return the calls by visit, without those that come before or after it."""
    visits = defaultdict(list)
    for message_id, call in calls.items():
        visit_id, _, place = message_id.rpartition("-")
        if place.isdigit():
            visits[visit_id].append(call)
    return visits


def placed(planned: Plan) -> list[Basket]:
    """Return the baskets that were ordered on the web."""
    return [visit.basket for visit in planned.visits if visit.basket]


def test_every_process_makes_the_same_calls(data: Path) -> None:
    digests = [
        subprocess.run(
            [sys.executable, "-c", DIGEST, data],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert digests[0] == digests[1]
    assert len(digests[0].strip()) == hashlib.sha256().digest_size * 2


def test_it_is_as_large_as_a_demo_bears(calls: dict[str, Call]) -> None:
    assert 100_000 <= len(calls) <= 200_000


def test_one_visit_in_twenty_or_so_ends_in_an_order(planned: Plan) -> None:
    people = [visit for visit in planned.visits if not visit.device.is_bot]
    assert 0.03 < len(placed(planned)) / len(people) < 0.1


def test_an_order_s_event_is_that_of_its_real_basket(
    calls: dict[str, Call], planned: Plan
) -> None:
    baskets = {basket.order_id: basket for basket in placed(planned)}
    cancelled = {cancelled_id(one) for one in baskets.values() if is_cancelled(one)}
    told = {}
    for call in events(calls, "Order Completed"):
        properties = call.members["properties"]
        told[properties["order_id"]] = properties["total"]
        if properties["order_id"] in cancelled:
            continue
        basket = baskets[properties["order_id"]]
        assert call.user_id == basket.household
        assert call.happened_at == basket.ordered_at
        products = properties["products"]
        assert [(one["product_id"], one["quantity"]) for one in products] == [
            (line.product.product_id, line.quantity) for line in basket.lines
        ]
    lost = {basket.order_id for basket in baskets.values() if is_lost(basket)}
    assert told.keys() == baskets.keys() - lost | cancelled
    differences = Counter(
        round(amount - baskets[order_id].amount, 2)
        for order_id, amount in told.items()
        if order_id in baskets
    )
    assert differences.keys() == {0.0, DELIVERY_AMOUNT}
    assert 0.005 < differences[DELIVERY_AMOUNT] / differences.total() < 0.03
    assert 0 < len(lost) < 0.03 * len(baskets)
    assert 0 < len(cancelled) < 0.02 * len(baskets)


def test_a_visit_that_orders_went_through_cart_and_checkout(
    calls: dict[str, Call], planned: Plan
) -> None:
    visits = of_visits(calls)
    steps = ("Product Added", "Cart Viewed", "Checkout Started", "Order Completed")
    for visit in planned.visits:
        if visit.basket and not is_lost(visit.basket):
            names = [one.members.get("event") for one in visits[visit.visit_id]]
            places = [names.index(step) for step in steps]
            assert places == sorted(places)
            assert names.count("Product Added") >= len(visit.basket.lines)


def test_a_visit_is_one_session_of_the_panel_s_last_quarter(
    calls: dict[str, Call],
) -> None:
    for visit in of_visits(calls).values():
        for earlier, later in pairwise(visit):
            assert timedelta(0) < later.happened_at - earlier.happened_at
            assert later.happened_at - earlier.happened_at < timedelta(minutes=30)
    for call in calls.values():
        assert FIRST_DAY <= call.happened_at.astimezone(NEW_YORK).date() <= LAST_DAY


def test_few_look_at_one_product_three_times_and_do_not_order_it(
    calls: dict[str, Call],
) -> None:
    views = Counter(
        (call.anonymous_id, call.members["properties"]["product_id"])
        for call in events(calls, "Product Viewed")
    )
    ordered = {
        (call.anonymous_id, one["product_id"])
        for call in events(calls, "Order Completed")
        for one in call.members["properties"].get("products", ())
    }
    hesitant = {device for (device, product), n in views.items() if n >= 3} - {
        device for device, _ in ordered
    }
    devices = {device for device, _ in views}
    assert 0.01 < len(hesitant) / len(devices) < 0.05


def test_no_day_has_less_than_half_of_the_visits_of_another(planned: Plan) -> None:
    visits = Counter(
        visit.starts_at.astimezone(NEW_YORK).date()
        for visit in planned.visits
        if not visit.device.is_bot
    )
    assert min(visits) == FIRST_DAY
    assert max(visits) == LAST_DAY
    assert min(visits.values()) > max(visits.values()) / 2


def test_late_calls_and_repeats_come_at_the_end(sent: list[Call]) -> None:
    count = Counter(call.message_id for call in sent)
    repeats = [call for call in sent if count[call.message_id] == 2]
    assert 0.015 < len(repeats) / 2 / len(count) < 0.025
    assert set(count.values()) == {1, 2}
    again = sent[len(count) :]
    assert {call.message_id for call in again} == {call.message_id for call in repeats}
    by_id = {call.message_id: call for call in sent[: len(count)]}
    assert all(by_id[call.message_id] == call for call in again)
    weeks = timedelta(days=60)
    late = sum(
        later.happened_at < earlier.happened_at - weeks
        for earlier, later in pairwise(sent[: len(count)])
    )
    assert late >= 1


def test_visitors_are_known_from_when_they_sign_in(
    calls: dict[str, Call], planned: Plan
) -> None:
    users: dict[str, set[str]] = defaultdict(set)
    for visit in of_visits(calls).values():
        names = [one.type for one in visit]
        if "identify" in names and visit[0].user_id is None:
            known = visit[names.index("identify") :]
            assert {one.user_id for one in visit[: names.index("identify")]} == {None}
            assert len({one.user_id for one in known}) == 1
            users[str(known[0].user_id)].add(known[0].anonymous_id)
    assert users.keys() == planned.households.keys()
    assert any(len(devices) > 1 for devices in planned.households.values())
    assert all(users[name] <= set(ids) for name, ids in planned.households.items())


def test_who_signs_in_or_up_tells_the_address_of_the_account(
    calls: dict[str, Call], planned: Plan, emails: dict[str, str]
) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    for call in calls.values():
        if call.type == "identify":
            told[str(call.user_id)].add(call.members["traits"]["email"])
    assert told.keys() == planned.households.keys()
    assert told == {account: {email} for account, email in emails.items()}
    assert len(set(emails.values())) == len(emails)


def test_campaigns_are_the_panel_s_and_mail_reaches_members_alone(
    panel: Panel, planned: Plan
) -> None:
    campaigns = {campaign.campaign_id: campaign for campaign in panel.campaigns}
    mailed = 0
    for visit in planned.visits:
        parameters = visit.origin.campaign
        if parameters:
            campaign = campaigns[parameters["name"]]
            assert campaign.runs_on(visit.starts_at.date())
            if parameters["medium"] == "email":
                mailed += 1
                assert visit.visit_id.partition("-")[0][1:] in campaign.members
    assert mailed > 100


def test_the_treated_order_more_often_by_the_known_lift(planned: Plan) -> None:
    buyers = {one.device.anonymous_id for one in planned.visits if one.basket}
    met = Counter(planned.variants.values())
    bought = Counter(planned.variants[one] for one in buyers)
    assert met.total() == len(planned.variants) > 5000
    # No sample-ratio mismatch: within three standard deviations of one half.
    assert abs(met["treatment"] - met["control"]) < 3 * met.total() ** 0.5
    rates = {variant: bought[variant] / met[variant] for variant in met}
    found = rates["treatment"] / rates["control"] - 1
    # The deviation of a ratio of two counts is about sqrt(1/a + 1/b) of it.
    noise = (1 / bought["treatment"] + 1 / bought["control"]) ** 0.5
    assert abs(found - LIFT) < 2.5 * noise * (1 + LIFT)


def test_bots_say_so_and_buy_nothing(calls: dict[str, Call], planned: Plan) -> None:
    bots = {one.device.anonymous_id for one in planned.visits if one.device.is_bot}
    crawled = [one for one in calls.values() if one.anonymous_id in bots]
    assert {one.type for one in crawled} == {"page"}
    assert all("bot" in one.context["userAgent"].lower() for one in crawled)
    assert len(crawled) > 300
    others = {one.context["userAgent"] for one in calls.values()} - {
        one.context["userAgent"] for one in crawled
    }
    assert not any("bot" in agent.lower() for agent in others)


def test_a_property_has_one_type_in_all_events(calls: dict[str, Call]) -> None:
    types: dict[tuple[str, str], set[type]] = defaultdict(set)
    for call in calls.values():
        for name, value in call.members.get("properties", {}).items():
            types[call.members.get("event", call.type), name].add(type(value))
    assert {place: kinds for place, kinds in types.items() if len(kinds) > 1} == {}
