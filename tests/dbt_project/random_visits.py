"""Random small shops whose visits lead to orders, and their raw rows."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.dbt_project.attribution_oracle import Order, Shop, Spend, Visit

ZONE = ZoneInfo("America/New_York")
DAYS_BACK = 7
BEGIN = datetime(2024, 3, 4, tzinfo=UTC)
LINKS = {
    "direct": (None, None),
    "email": ("newsletter", "email"),
    "paid": ("google", "cpc"),
    "social": ("facebook", "social"),
}
BILLS = {"paid": "search", "email": "E-mail"}
CAMPAIGNS = {"c1": "Spring", "C2": "c1", "c3": "Twice", "c4": "twice", "c5": None}
SAID = st.sampled_from([None, "c1", "C1", "spring", "twice", "c2", "unknown"])
# Visits begin on the hour and at most one an hour; 0, 1, 168 and 169 hours before
# orders are on both sides of the seven days, some of an order's own hour.
HOURS = st.sampled_from([0, 1, 2, 5, 24, 30, 167, 168, 169, 170, 200, 336])
ORDER_IDS = ["o1", "o2", "o3", "o4"]


LONG_AGO = Order(
    "o0", None, datetime(2023, 12, 1, tzinfo=UTC), Decimal(1), is_cancelled=False
)
"""Of a shop that has a system; else events would be its orders."""


@st.composite
def shops(draw: st.DrawFn) -> Shop:
    """Draw a shop of three people with four browsers."""
    slots = draw(
        st.lists(
            st.tuples(
                st.sampled_from("wxyz"),
                HOURS,
                st.sampled_from([0, 0, 0, 1]),
                st.sampled_from([*LINKS]),
                SAID,
                st.sampled_from([None, None, "a", "b"]),
                st.none() | st.sampled_from(ORDER_IDS),
                st.sampled_from([False, False, False, True]),
            ),
            max_size=14,
            unique_by=lambda slot: slot[1:3],
        )
    )
    visits = [
        Visit(
            browser=browser,
            at=BEGIN + timedelta(hours=hour, seconds=second),
            channel=channel,
            campaign=None if channel == "direct" else said,
            user=user,
            ordered=ordered,
            is_report=is_report,
        )
        for browser, hour, second, channel, said, user, ordered, is_report in slots
    ]
    # What a server reports has no link.
    visits = [
        Visit(v.browser, v.at, "direct", None, v.user, v.ordered, is_report=True)
        if v.is_report and v.ordered
        else v
        for v in visits
    ]
    orders = draw(
        st.lists(
            st.builds(
                Order,
                order_id=st.sampled_from([*ORDER_IDS, "o5", "o6"]),
                customer=st.sampled_from([None, "a", "b", "c"]),
                at=st.builds(
                    lambda hour, second: BEGIN + timedelta(hours=hour, seconds=second),
                    HOURS,
                    st.sampled_from([0, 0, 300, -1]),
                ),
                amount=st.sampled_from(
                    [Decimal(text) for text in ("10", "0", "0.01", "33.33", "-4")]
                ),
                is_cancelled=st.sampled_from([False, False, False, True]),
            ),
            max_size=6,
            unique_by=lambda order: order.order_id,
        )
    )
    spend = draw(
        st.lists(
            st.builds(
                Spend,
                on=st.sampled_from([date(2024, 3, 4), date(2024, 3, 18)]),
                channel=st.sampled_from([*BILLS]),
                campaign=SAID,
                amount=st.sampled_from([Decimal(0), Decimal("2.5"), Decimal(7)]),
            ),
            max_size=4,
        )
    )
    owners = draw(st.dictionaries(st.sampled_from("wxyz"), st.sampled_from("abc")))
    return Shop(
        ZONE,
        timedelta(days=DAYS_BACK),
        owners,
        tuple(apart(visits)),
        (LONG_AGO, *orders),
        tuple(spend),
        CAMPAIGNS,
    )


SHOPS = shops()


def apart(visits: list[Visit]) -> list[Visit]:
    """Return the visits without those that begin within an hour of one before."""
    found: list[Visit] = []
    for visit in sorted(visits, key=lambda visit: visit.at):
        if all(
            other.browser != visit.browser or visit.at - other.at >= timedelta(hours=1)
            for other in found
        ):
            found.append(visit)
    return found


def raw(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    loads = [
        {
            "load_id": "1",
            "status": 0,
            "inserted_at": datetime(2024, 6, 1, tzinfo=UTC),
        }
    ]
    events = [event for n, visit in enumerate(shop.visits) for event in told(n, visit)]
    return {
        **{f"raw_{room}._dlt_loads": loads for room in ("shop", "marketing", "events")},
        "raw_events.events": [
            event | {"message_key": number, "source_row": number}
            for number, event in enumerate(events, start=1)
        ],
        "raw_shop.orders": rows(
            {
                "order_id": order.order_id,
                "customer_id": order.customer,
                "ordered_at": order.at,
                "order_amount": order.amount,
                "status": "cancelled" if order.is_cancelled else None,
            }
            for order in shop.orders
        ),
        "raw_marketing.ad_spend": rows(
            {
                "campaign_id": row.campaign,
                "channel": BILLS[row.channel],
                "spent_on": row.on,
                "spend_amount": row.amount,
            }
            for row in shop.spend
        ),
        "raw_marketing.campaigns": rows(
            {"campaign_id": key, "name": name} for key, name in shop.campaigns.items()
        ),
        "identities.identifiers": [
            {
                "identifier": f"{kind}:{value}",
                "kind": kind,
                "value": value,
                "customer_id": customer,
                "since": datetime(2024, 6, 1, tzinfo=UTC),
                "group_size": 1,
                "is_held": False,
            }
            for kind, value, customer in [
                *(("customer", name, name) for name in "abc"),
                *(("anonymous", name, owner) for name, owner in shop.owners.items()),
            ]
        ],
    }


def told(number: int, visit: Visit) -> list[dict[str, Any]]:
    """Return the calls of a visit."""
    source, medium = LINKS[visit.channel]
    campaign = {"source": source, "medium": medium, "name": visit.campaign}
    call = {
        "anonymous_id": visit.browser,
        "user_id": visit.user,
        "source_name": "site",
        "source_file": "1.ndjson",
        "_dlt_load_id": "1",
    }
    found = []
    if not (visit.is_report and visit.ordered):
        found.append(
            call
            | {
                "message_id": f"p{number}",
                "type": "page",
                "context": json.dumps({"page": {"path": "/"}, "campaign": campaign}),
                "timestamp": visit.at.replace(tzinfo=None),
            }
        )
    if visit.ordered:
        late = timedelta(0) if visit.is_report else timedelta(minutes=5)
        found.append(
            call
            | {
                "message_id": f"o{number}",
                "type": "track",
                "event": "Order Completed",
                "properties": json.dumps({"order_id": visit.ordered, "revenue": 1}),
                "timestamp": (visit.at + late).replace(tzinfo=None),
            }
        )
    return [event | {"received_at": event["timestamp"]} for event in found]


def rows(records: Any) -> list[dict[str, Any]]:
    return [
        record
        | {
            "source_name": "till",
            "source_file": "file.csv",
            "source_row": number,
            "_dlt_load_id": "1",
        }
        for number, record in enumerate(records, start=1)
    ]


def page_call(number: int, browser: str, at: datetime) -> dict[str, Any]:
    """Return that a browser saw a page."""
    moment = at.replace(tzinfo=None)
    return {
        "message_id": f"m{number}",
        "message_key": number,
        "type": "page",
        "anonymous_id": browser,
        "properties": "{}",
        "context": "{}",
        "timestamp": moment,
        "received_at": moment,
        "source_name": "site",
        "source_file": "1.ndjson",
        "source_row": number,
        "_dlt_load_id": "1",
    }
