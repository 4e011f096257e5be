"""The tiles of the page Product: of all products, or of one.

Two numbers of all products are no metrics. Which products are the ten best sellers, or
were not sold at all, is known when all of them have been compared in a window; a metric
is a sum, a count or a ratio of rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboards.components.targets import Target
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import NOTHING, counted, money, number, share, share_change

ASSORTMENT: Mapping[str, Callable[[Totals], float | None]] = {
    "products_sold": lambda totals: totals["sold"],
    "line_revenue": lambda totals: totals["revenue"],
    "products_first_sold": lambda totals: totals["newly_sold"],
    "unlisted_products": lambda totals: totals["unlisted"],
}
"""Metrics of all products, and where `queries.products.assortment` has them.

Their revenue is that of lines that name a product.
"""


def _ratio(part: str, whole: str) -> Callable[[Totals], float | None]:
    return lambda totals: totals[part] / totals[whole] if totals[whole] else None


ONE: Mapping[str, Callable[[Totals], float | None]] = {
    "line_revenue": lambda totals: totals["revenue"],
    "line_units": lambda totals: totals["units"],
    "price_per_unit": _ratio("revenue", "units"),
    "baskets": lambda totals: totals["orders"],
    "product_buyers": lambda totals: totals["buyers"],
    "product_repeat_rate": _ratio("repeat_buyers", "buyers"),
}
"""Metrics of one product, and where `queries.product.totals` has them."""


def assortment_tiles(
    now: Totals,
    before: Totals | None,
    note: str,
    currency: str,
    aims: Mapping[str, Target],
) -> list[Tile]:
    """Return six tiles of what `queries.products.assortment` says of one window.

    Args:
        now: Of the chosen window.
        before: Of the compared one; None where there is none.
        note: Names the compared window, or says why there is none.
        currency: Of the shop.
        aims: Targets of metrics for such a window.
    """
    found = Compared(now, before, (), note, currency, aims)
    sold, revenue, first_sold, unlisted = (
        found.metric(name, of) for name, of in ASSORTMENT.items()
    )
    best = found.tile(
        "Ten best sellers",
        lambda totals: (
            totals["ten_revenue"] / totals["revenue"] if totals["revenue"] > 0 else None
        ),
        share,
        "Share of revenue of the ten products with the most revenue. Source: "
        "`marts.fct_order_lines`.",
        share_change,
    )
    unsold = found.tile(
        "Listed, not sold",
        lambda totals: totals["unsold"],
        number,
        "Products of the product list without a line in the period. Source: "
        "`marts.dim_products`.",
    )
    return [
        sold,
        revenue.saying("Of lines that name a product"),
        replace(
            best.saying(f"{money(now['ten_revenue'], currency)} of revenue"),
            is_up_good=None,
        ),
        first_sold,
        replace(unsold, is_up_good=False),
        unlisted,
    ]


def product_tiles(
    now: Totals,
    before: Totals | None,
    history: Sequence[Totals],
    note: str,
    currency: str,
    *,
    has_units: bool,
) -> list[Tile]:
    """Return six tiles of what `queries.product.totals` says.

    Args:
        now: Of the chosen window.
        before: Of the compared one; None where there is none.
        history: Of the last windows, the chosen one last.
        note: Names the compared window, or says why there is none.
        currency: Of the shop.
        has_units: Whether the product's quantity counts in units.
    """
    found = Compared(now, before, history, note, currency)
    tiles = {name: _with_course(found.metric(name, of)) for name, of in ONE.items()}
    if not has_units:
        tiles["line_units"] = Tile(
            tiles["line_units"].label,
            NOTHING,
            "Its department is one of `units_exclude_departments` in the settings. "
            "Source: `marts.fct_order_lines`.",
            note="not counted in units",
        )
    again = counted(round(now["repeat_buyers"]), "repeat buyer")
    tiles["product_repeat_rate"] = tiles["product_repeat_rate"].saying(again)
    return [*tiles.values()]


def _with_course(tile: Tile) -> Tile:
    """Return it without a small trend where that is nothing but zeros."""
    return tile if any(tile.history) else replace(tile, history=())
