"""The tiles of the last minutes: 5 in large, 30 and 60 beside.

They are no metrics: these minutes are read from landing files, before any table has
them, and the spans beside are what each is compared with.
"""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboards.components.tiles import Tile
from dashboards.formats import money, number

_SOURCE = "Source: `landing/`, the newest files."
_MINUTES = "\N{PRIME}"
"""A phone has room for no more."""


def live_tiles(totals: pd.DataFrame, spans: Sequence[str], currency: str) -> list[Tile]:
    """Return six tiles.

    Args:
        totals: As `queries.live.totals` has them.
        spans: What each row of them counts, such as ``30 min``.
        currency: Of the shop.
    """

    def tile(
        label: str,
        column: str,
        definition: str,
        text: Callable[[float | None], str] = number,
    ) -> Tile:
        now, *longer = (text(value) for value in totals[column].tolist())
        # Where the tail is short, longer spans are one and the same.
        beside = dict(zip(spans[1:], longer, strict=True))
        beside.pop(spans[0], None)
        return Tile(
            f"{label}, {spans[0]}",
            now,
            f"{definition} {_SOURCE}",
            note=" · ".join(_beside(span, text) for span, text in beside.items()),
        )

    return [
        tile(
            "Visitors",
            "visitors",
            "Visitors with any event: by anonymous id, else by user id.",
        ),
        tile("Page views", "page_views", "Calls `page` and `screen`."),
        tile("Product views", "product_views", "Events `Product Viewed`."),
        tile("Added to carts", "adds", "Events `Product Added`."),
        tile("Orders", "orders", "Different orders of events `Order Completed`."),
        tile(
            "Order value",
            "amount",
            "`revenue` of events `Order Completed`, else `subtotal`, `total` without "
            "tax and shipping, or `value`.",
            lambda value: money(value, currency),
        ),
    ]


def _beside(span: str, text: str) -> str:
    if span.startswith("since"):
        return f"{text} {span}"
    return f"{span.replace(' min', _MINUTES)} {text}"
