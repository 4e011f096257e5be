"""The tiles of customers: how many buy, again, and who is at stake."""

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd

from dashboards.components.compared import HISTORY
from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile
from dashboards.formats import counted, day, money, share
from dashboards.queries.customers import Buyers

SEGMENTS = {
    "champions": "Champions",
    "at_risk_buyers": "At Risk",
    "cant_lose_buyers": "Can't Lose Them",
}
"""Metrics that count the buyers of a segment."""


def customer_tiles(
    buyers: Buyers, segments: pd.DataFrame, history: pd.DataFrame, currency: str
) -> list[Tile]:
    """Return six tiles, against the end of the month before.

    Args:
        buyers: What `queries.customers` says of all.
        segments: And of each segment.
        history: Segments at the ends of months, as `queries.movement` has them.
        currency: Of the shop.
    """
    now, revenue = numbers(buyers, segments), buyers.revenue
    as_of = pd.Timestamp(buyers.as_of_on)
    is_month_end = any(history.loc[history["as_of_on"] == as_of, "is_complete"])
    earlier = history.loc[history["as_of_on"] < as_of]
    ends = [(end, month_numbers(rows)) for end, rows in earlier.groupby("as_of_on")]
    note = "no month before"
    if ends:
        # A tile has no room for the year, which is that of a month ago.
        note = f"vs {day(cast('pd.Timestamp', ends[-1][0])).rsplit(' ', 1)[0]}"
    found = Compared(
        now,
        ends[-1][1] if ends else None,
        [*(totals for _, totals in ends[1 - HISTORY :]), now],
        note,
        currency,
        targets("month" if is_month_end else None),
    )
    by_segment = dict(zip(segments["segment"], segments["revenue"], strict=True))

    def tile(metric: str, said: str) -> Tile:
        return found.metric(metric).saying(said)

    def segment(metric: str, name: str) -> Tile:
        amount = float(by_segment.get(name, 0.0))
        said = f"{money(amount, currency)}, {share(amount / (revenue or 1))} of revenue"
        return tile(metric, said if revenue else "")

    return [
        tile("buyers", f"{money(revenue / buyers.count, currency)} each"),
        tile("repeat_buyer_rate", counted(buyers.repeat_count, "repeat buyer")),
        tile("top_buyer_share", f"Of revenue, {counted(buyers.top_count, 'buyer')}"),
        *(segment(metric, name) for metric, name in SEGMENTS.items()),
    ]


def numbers(buyers: Buyers, segments: pd.DataFrame) -> dict[str, Any]:
    """Return the metrics of the tiles by name."""
    return _numbers(
        *(buyers.count, buyers.repeat_count, buyers.revenue, buyers.top_revenue),
        segments,
    )


def month_numbers(rows: pd.DataFrame) -> dict[str, Any]:
    """Return them at the end of one month of the history."""
    count, repeat, revenue, top = (
        float(sum(rows[column].tolist()))
        for column in ("customers", "repeat_customers", "revenue", "top_revenue")
    )
    return _numbers(count, repeat, revenue, top, rows)


def _numbers(
    count: float, repeat: float, revenue: float, top: float, segments: pd.DataFrame
) -> dict[str, Any]:
    counts: Mapping[str, int] = dict(
        zip(segments["segment"].tolist(), segments["customers"].tolist(), strict=True)
    )
    return {
        "buyers": count,
        "repeat_buyer_rate": repeat / count if count else None,
        "top_buyer_share": top / revenue if revenue else None,
        **{metric: counts.get(name, 0) for metric, name in SEGMENTS.items()},
    }
