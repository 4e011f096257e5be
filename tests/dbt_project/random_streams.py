"""Random streams of events, in loads that come, shrink, go, and come again."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st

START = datetime(2024, 3, 10, 4, 30)  # noqa: DTZ001
"""New York's clocks change that morning, at 07:00 UTC."""
MINUTES = st.sampled_from([0, 0, 1, 10, 29, 30, 31, 60, 61, 90, 150])
DAYS = st.sampled_from([0, 0, 0, 0, 1, 150])
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/128.0"
BOT = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"

Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What happens to the raw table before a build."""

    arrives: tuple[Row, ...]
    """Rows of the new load, without their load."""
    shrinks: tuple[int, ...]
    """Rows that leave loads, by a number of which the rest picks one."""
    goes: int | None
    """The load that goes altogether, in the same way."""


def _row(
    call: tuple[str, str | None],
    visitor: tuple[str | None, str | None],
    days: int,
    minutes: int,
    offset_us: int,
    page: dict[str, str] | None,
    campaign: dict[str, str] | None,
    properties: dict[str, Any],
    agent: str | None,
    source: str,
    file: str,
) -> Row:
    at = (
        START
        - timedelta(days=days)
        + timedelta(minutes=minutes, microseconds=offset_us)
    )
    context = {"page": page, "campaign": campaign, "userAgent": agent}
    said = {name: value for name, value in context.items() if value is not None}
    return {
        "type": call[0],
        "event": call[1],
        "anonymous_id": visitor[0],
        "user_id": visitor[1],
        "timestamp": at,
        "received_at": START,
        "properties": json.dumps(properties),
        "context": json.dumps(said),
        "source_name": source,
        "source_file": file,
    }


CALLS = st.sampled_from(
    [
        ("page", None), ("page", None), ("screen", None), ("identify", None),
        ("alias", None), ("track", "Product Viewed"), ("track", "Product Viewed"),
        ("track", "Product Added"), ("track", "Product Removed"),
        ("track", "Checkout Started"), ("track", "Order Completed"),
        ("track", "Other"),
    ]
)  # fmt: skip
ROWS = st.builds(
    _row,
    call=CALLS,
    visitor=st.sampled_from(
        [("a", None), ("a", "u1"), ("b", None), ("b", "u2"), (None, "u1"), (None, None)]
    ),
    days=DAYS,
    minutes=MINUTES,
    offset_us=st.sampled_from([0, 0, 0, 1]),
    page=st.none()
    | st.fixed_dictionaries(
        {"path": st.sampled_from(["/", "/p", "/q"])},
        optional={
            "url": st.just("https://www.shop.example/p?utm_source=mail+list"),
            "referrer": st.sampled_from(
                ["https://shop.example/", "https://www.google.de/search", "about:blank"]
            ),
        },
    ),
    campaign=st.none()
    | st.fixed_dictionaries(
        {},
        optional={
            "source": st.just("facebook"),
            "medium": st.sampled_from(["cpc", ""]),
        },
    ),
    properties=st.fixed_dictionaries(
        {},
        optional={
            "order_id": st.sampled_from(["o1", "o2", ""]),
            "revenue": st.sampled_from([5, "7.25", "much", None]),
            "product_id": st.just("p"),
            "products": st.just([{"product_id": "p"}, {}, {"product_id": "q"}]),
        },
    ),
    agent=st.sampled_from([None, BROWSER, BROWSER, BOT]),
    source=st.sampled_from(["web", "app"]),
    file=st.sampled_from(["1.ndjson", "2.ndjson"]),
)
CHANGES = st.builds(
    Change,
    arrives=st.lists(ROWS, max_size=8).map(tuple),
    shrinks=st.lists(st.integers(0, 50), max_size=2).map(tuple),
    goes=st.none() | st.integers(0, 50),
)
STREAMS = st.lists(CHANGES, min_size=1, max_size=5)


def raw_tables(stream: list[Change]) -> list[list[Row]]:
    """Return what the raw table holds before each build."""
    held: list[Row] = []
    numbers, tables = count(1), []
    for load, change in enumerate(stream):
        for place in change.shrinks:
            if held:
                held.pop(place % len(held))
        loads = sorted({row["_dlt_load_id"] for row in held})
        if change.goes is not None and loads:
            gone = loads[change.goes % len(loads)]
            held = [row for row in held if row["_dlt_load_id"] != gone]
        for row in change.arrives:
            number = next(numbers)
            held.append(
                row
                | {
                    "message_id": f"m{number}",
                    "message_key": number,
                    "source_row": number,
                    "_dlt_load_id": str(load),
                }
            )
        tables.append(list(held))
    return tables
