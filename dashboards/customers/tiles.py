"""The tiles of customers: how many buy, again, and who is at stake."""

from dataclasses import replace

import pandas as pd

from dashboards.components.tiles import Compared, Tile
from dashboards.formats import counted, money, share
from dashboards.queries.customers import Buyers

SEGMENTS = {
    "champions": "Champions",
    "at_risk_buyers": "At Risk",
    "cant_lose_buyers": "Can't Lose Them",
}
"""Metrics that count the buyers of a segment."""


def customer_tiles(buyers: Buyers, segments: pd.DataFrame, currency: str) -> list[Tile]:
    """Return six tiles of what `queries.customers` says about buyers and segments."""
    by_segment = segments.set_index("segment")[["customers", "revenue"]].T.to_dict()
    revenue = buyers.revenue
    found = Compared(numbers(buyers, segments), None, (), "", currency)

    def segment(metric: str, name: str) -> Tile:
        amount = by_segment.get(name, {}).get("revenue", 0.0)
        note = f"{money(amount, currency)}, {share(amount / revenue)} of revenue"
        return replace(found.metric(metric), note=note if revenue else None)

    return [
        replace(
            found.metric("buyers"),
            note=f"{money(revenue / buyers.count, currency)} each",
        ),
        replace(
            found.metric("repeat_buyer_rate"),
            note=counted(buyers.repeat_count, "repeat buyer"),
        ),
        replace(
            found.metric("top_buyer_share"),
            note=f"of revenue, {counted(buyers.top_count, 'buyer')}",
        ),
        *(segment(metric, name) for metric, name in SEGMENTS.items()),
    ]


def numbers(buyers: Buyers, segments: pd.DataFrame) -> dict[str, float | None]:
    """Return the metrics of the tiles by name."""
    counts = dict(
        zip(segments["segment"].tolist(), segments["customers"].tolist(), strict=True)
    )
    return {
        "buyers": buyers.count,
        "repeat_buyer_rate": buyers.repeat_count / buyers.count,
        "top_buyer_share": buyers.top_revenue / buyers.revenue
        if buyers.revenue
        else None,
        **{metric: counts.get(name, 0) for metric, name in SEGMENTS.items()},
    }
