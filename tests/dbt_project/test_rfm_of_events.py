"""Random events: who visits again, and RFM of what customers do, as plain Python."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.dbt_project import loyalty_oracle
from tests.dbt_project.calendar_oracle import Calendar
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.loyalty_oracle import Asked
from tests.dbt_project.rfm_oracle import fifth, segment_of
from tests.dbt_project.test_loyalty import found_cells

ZONE = ZoneInfo("Asia/Tehran")
ASKED = Asked()
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1)"
OWNERS = {"d1": "ann", "d2": "bob", "d3": "cal"}
"""Devices whose owners are known; of d4 nobody is."""
ENTRIES = [
    {"name": "Payment's", "event": "Paid", "amount": "money.total"},
    {"name": "app", "call": "screen"},
    {"name": "plans", "entity": "subscriptions"},
]


@dataclass(frozen=True)
class Event:
    """What a device sent."""

    device: str
    user: str | None
    at: datetime
    call: str
    name: str | None
    amount: object
    is_bot: bool

    @property
    def day(self) -> date:
        """Return the shop's day."""
        return self.at.astimezone(ZONE).date()


@dataclass(frozen=True)
class Plan:
    """A subscription."""

    user: str
    began_on: date
    amount: int | None


# Midnight in Tehran is at 20:30 UTC; the new Jalali year began on 20 March.
BEGIN = datetime(2024, 3, 18, tzinfo=UTC)
EVENTS = st.lists(
    st.builds(
        Event,
        device=st.sampled_from(["d1", "d2", "d3", "d4"]),
        user=st.sampled_from([None, None, "ann", "nobody"]),
        at=st.builds(
            lambda day, minute: BEGIN + timedelta(days=day, minutes=minute),
            st.sampled_from([0, 1, 2, 7, 8, 20, 30, 31, 60]),
            st.sampled_from([0, 600, 1229, 1230]),
        ),
        call=st.sampled_from(["track", "track", "screen", "page", "identify"]),
        name=st.sampled_from(["Paid", "Paid", "Product Viewed"]),
        amount=st.sampled_from([None, 0, 5, "2.50", "much", -3]),
        is_bot=st.sampled_from([False, False, False, True]),
    ),
    max_size=25,
)
PLANS = st.lists(
    st.builds(
        Plan,
        user=st.sampled_from(["ann", "bob", "nobody"]),
        began_on=st.sampled_from([date(2024, 3, 1), date(2024, 3, 31)]),
        amount=st.sampled_from([None, 3, 9]),
    ),
    max_size=4,
)
LOADED_AT = datetime(2024, 3, 31, 12, tzinfo=UTC)


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    blank = {"event": None, "call": None, "entity": None, "amount": None}
    return models_of(
        shop_timezone=str(ZONE),
        shop_calendar="jalali",
        shop_week_start="saturday",
        rfm_weights={"recency": 1, "frequency": 3, "monetary": 4},
        rfm_events=[blank | entry for entry in ENTRIES],
        **ASKED.variables,
    )


@given(events=EVENTS, plans=PLANS)
@example(events=[], plans=[])
@example(events=[Event("d1", None, BEGIN, "track", "Paid", 5, False)], plans=[])
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_people_do_again_agrees_with_the_definitions(
    models: Models, events: list[Event], plans: list[Plan]
) -> None:
    models.build(raw(events, plans))
    assert found_cells(models) == visitors(events)
    rows = models.rows("from candidate.marts.customer_rfm_of_events")
    found = {
        (row.pop("conversion"), row.pop("customer_id")): row
        | {"rfm_score": round(row["rfm_score"], 9)}
        for row in rows
    }
    assert found == rfm(events, plans)
    assert models.failures() == {}


def raw(events: list[Event], plans: list[Plan]) -> dict[str, Any]:
    loads = [{"load_id": "1", "status": 0, "inserted_at": LOADED_AT}]
    told = [
        {
            "message_id": f"m{number}",
            "message_key": number,
            "type": event.call,
            "event": event.name if event.call == "track" else None,
            "anonymous_id": event.device,
            "user_id": event.user,
            "timestamp": event.at,
            "received_at": event.at,
            "properties": json.dumps({"money": {"total": event.amount}}),
            "context": json.dumps({"userAgent": BOT} if event.is_bot else {}),
            "source_name": "web",
            "source_file": "a.ndjson",
            "source_row": number,
            "_dlt_load_id": "1",
        }
        for number, event in enumerate(events, start=1)
    ]
    people = [f"customer:{name}" for name in OWNERS.values()]
    devices = [f"anonymous:{name}" for name in OWNERS]
    return {
        "raw_events._dlt_loads": loads,
        "raw_events.events": told,
        "raw_shop._dlt_loads": loads,
        "raw_shop.subscriptions": [
            {
                "subscription_id": f"s{number}",
                "customer_id": plan.user,
                "amount": plan.amount,
                "started_on": plan.began_on,
                "source_name": "shop",
                "source_file": "plans.csv",
                "source_row": number,
                "_dlt_load_id": "1",
            }
            for number, plan in enumerate(plans, start=1)
        ],
        "identities.identifiers": [
            {
                "identifier": name,
                "kind": name.split(":")[0],
                "value": name.split(":")[1],
                "customer_id": OWNERS.get(name.split(":")[1], name.split(":")[1]),
                "since": LOADED_AT,
                "group_size": 1,
                "is_held": False,
            }
            for name in [*people, *devices]
        ],
    }


def visits(events: list[Event]) -> tuple[list[Event], date]:
    """Return what counts, until the last day that was over, and that day."""
    there = [e for e in events if not e.is_bot and e.call != "identify"]
    if not there:
        return [], date.min
    last_received = max(event.day for event in events)
    over = [event.day for event in there if event.day < last_received]
    as_of = max(over or [event.day for event in there])
    return [event for event in there if event.day <= as_of], as_of


def visitors(events: list[Event]) -> loyalty_oracle.Cells:
    there, as_of = visits(events)
    days: dict[str, list[date]] = defaultdict(list)
    for event in there:
        days[event.device].append(event.day)
    first = min((event.day for event in there), default=as_of)
    calendar = Calendar(first_weekday=5, is_jalali=True)
    return loyalty_oracle.cells("visitors", days, (first, as_of), calendar, ASKED)


def rfm(events: list[Event], plans: list[Plan]) -> dict[Any, dict[str, Any]]:
    there, as_of = visits(events)
    did: dict[str, list[tuple[str | None, date, Decimal | None]]] = {
        "Payment's": [
            (owner(e), e.day, money(e.amount))
            for e in there
            if e.call == "track" and e.name == "Paid"
        ],
        "app": [(owner(e), e.day, None) for e in there if e.call == "screen"],
    }
    began = [plan.began_on for plan in plans]
    loaded_on = LOADED_AT.astimezone(ZONE).date()
    until = max([day for day in began if day < loaded_on] or began or [date.min])
    did["plans"] = [
        (
            known(plan.user),
            plan.began_on,
            None if plan.amount is None else Decimal(plan.amount),
        )
        for plan in plans
        if plan.began_on <= until
    ]
    found = {}
    for name, rows in did.items():
        day = until if name == "plans" else as_of
        for who, scored in scores([row for row in rows if row[0]], day).items():
            found[name, who] = scored
    return found


def scores(rows: list[Any], as_of: date) -> dict[str, dict[str, Any]]:
    people = {who for who, _, _ in rows}
    recency = {p: (as_of - max(d for w, d, _ in rows if w == p)).days for p in people}
    often = {p: sum(w == p for w, _, _ in rows) for p in people}
    is_money = any(amount is not None for _, _, amount in rows)
    spent = {
        p: sum((a for w, _, a in rows if w == p and a is not None), Decimal(0))
        for p in people
    }
    found = {}
    for one in people:
        r = fifth(sum(recency[o] >= recency[one] for o in people), len(people))
        f = fifth(sum(often[o] <= often[one] for o in people), len(people))
        m = fifth(sum(spent[o] <= spent[one] for o in people), len(people))
        linear = (r + 3 * f + 4 * m) / 8 if is_money else (r + 3 * f) / 4
        found[one] = {
            "as_of_on": as_of,
            "recency_days": recency[one],
            "frequency": often[one],
            "monetary_amount": spent[one] if is_money else None,
            "r_score": r,
            "f_score": f,
            "m_score": m if is_money else None,
            "rfm_score": round(linear, 9),
            "segment": segment_of(r, f, m if is_money else None, recency[one]),
            "is_simulated": False,
        }
    return found


def owner(event: Event) -> str | None:
    """Return whose an event is: of who signed in, else of the device's owner."""
    return known(event.user) or OWNERS.get(event.device)


def known(user: str | None) -> str | None:
    return user if user in OWNERS.values() else None


def money(amount: object) -> Decimal | None:
    return None if amount in (None, "much") else Decimal(str(amount))
