"""The tiles of customers: how many buy, again, and who is at stake."""

import pandas as pd

from dashboards.components.tiles import Tile
from dashboards.formats import NOTHING, counted, money, number, share
from dashboards.queries.customers import Buyers


def customer_tiles(buyers: Buyers, segments: pd.DataFrame, currency: str) -> list[Tile]:
    """Return six tiles of what `queries.customers` says about buyers and segments."""
    by_segment = segments.set_index("segment")
    revenue = buyers.revenue

    def segment(name: str, definition: str) -> Tile:
        there = name in by_segment.index
        count = int(by_segment.loc[name, "customers"]) if there else 0
        amount = float(by_segment.loc[name, "revenue"]) if there else 0.0
        return Tile(
            name,
            number(count),
            f"{definition} Source: `marts.customer_rfm`.",
            note=f"{money(amount, currency)}, {share(amount / revenue)} of revenue"
            if revenue
            else None,
        )

    return [
        Tile(
            "Buyers",
            number(buyers.count),
            "Customers with at least one order ever. Source: `marts.customer_rfm`.",
            note=f"{money(revenue / buyers.count, currency)} each",
        ),
        Tile(
            "Repeat rate",
            share(buyers.repeat_count / buyers.count),
            "Customers with two orders or more / customers. "
            "Source: `marts.customer_rfm`.",
            note=counted(buyers.repeat_count, "repeat buyer"),
        ),
        Tile(
            "Top 1% of buyers",
            share(buyers.top_revenue / revenue) if revenue else NOTHING,
            "Share of revenue of the 1% of buyers with the most revenue, rounded up. "
            "Source: `marts.customer_rfm`.",
            note=f"of revenue, {counted(buyers.top_count, 'buyer')}",
        ),
        segment(
            "Champions", "Bought very recently and often: recency 5, frequency 4–5."
        ),
        segment(
            "At Risk",
            "Used to buy often, but not lately: recency 1–2, frequency 3–4, "
            "and not among the fifth that spent most.",
        ),
        segment(
            "Can't Lose Them",
            "Stopped buying, although among the fifth that spent most or bought most "
            "often: recency 1–2 with money 5 or frequency 5.",
        ),
    ]
