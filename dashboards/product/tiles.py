"""The tiles of the page Product: of all products, or of one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboards.components.tiles import Compared, Tile
from dashboards.formats import NOTHING, change, counted, money, number, share

Totals = Mapping[str, float]

_LINES = "Source: `marts.fct_order_lines`."
_PURCHASE = "orders, neither cancelled nor pure returns, with a positive quantity of it"


def assortment_tiles(
    now: Totals, before: Totals | None, note: str, currency: str
) -> list[Tile]:
    """Return six tiles of what `queries.products.assortment` says of one window.

    Args:
        now: Of the chosen window.
        before: Of the compared one; None where there is none.
        note: Names the compared window, or says why there is none.
        currency: Of the shop.
    """

    def tile(
        label: str, name: str, definition: str, *, is_up_good: bool | None = True
    ) -> Tile:
        delta = change(now[name], before[name]) if before is not None else None
        return Tile(
            label, number(now[name]), definition, delta, note, is_up_good=is_up_good
        )

    revenue = now["revenue"]
    return [
        Compared(now, before, (), note, currency).metric(
            "products_sold", lambda totals: totals["sold"]
        ),
        Tile(
            "Revenue",
            money(revenue, currency),
            f"Sum of the amounts of lines with a product; returns subtract. {_LINES}",
            change(revenue, before["revenue"]) if before is not None else None,
            note,
        ),
        Tile(
            "Ten best sellers",
            share(now["ten_revenue"] / revenue) if revenue > 0 else NOTHING,
            f"Share of revenue of the ten products with the most revenue. {_LINES}",
            note=f"of revenue, {money(now['ten_revenue'], currency)}",
        ),
        tile(
            "Sold for the first time",
            "newly_sold",
            "Products whose first order line ever lies in the period. Early in the "
            f"data that is all of them. {_LINES}",
            is_up_good=None,
        ),
        tile(
            "Listed, not sold",
            "unsold",
            "Products of the product list without a line in the period. "
            "Source: `marts.dim_products`.",
            is_up_good=False,
        ),
        tile(
            "Sold, not listed",
            "unlisted",
            "Products on order lines that the product list lacks. "
            "Source: `marts.dim_products`.",
            is_up_good=False,
        ),
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

    def tile(
        label: str,
        of: Callable[[Totals], float | None],
        text: Callable[[float | None], str],
        definition: str,
        *,
        is_up_good: bool | None = True,
    ) -> Tile:
        return Tile(
            label,
            text(of(now)),
            definition,
            change(of(now), of(before)) if before is not None else None,
            note,
            _known([of(totals) or 0.0 for totals in history]),
            is_up_good,
        )

    def amount(value: float | None) -> str:
        return money(value, currency)

    found = Compared(now, before, history, note, currency)
    revenue, units = (
        replace(one, history=_known(list(one.history)))
        for one in (
            found.metric("line_revenue", lambda totals: totals["revenue"]),
            found.metric("line_units", lambda totals: totals["units"]),
        )
    )
    if not has_units:
        units = Tile(
            units.label,
            NOTHING,
            "Its department is one of `units_exclude_departments` in the settings. "
            f"{_LINES}",
            note="not counted in units",
        )
    return [
        revenue,
        units,
        tile(
            "Price per unit",
            lambda totals: _ratio(totals["revenue"], totals["units"]),
            amount,
            f"Revenue / units: what was paid, discounts taken off. {_LINES}",
            is_up_good=None,
        ),
        tile(
            "Orders",
            lambda totals: totals["orders"],
            number,
            f"Purchases: {_PURCHASE}. {_LINES}",
        ),
        tile(
            "Buyers",
            lambda totals: totals["buyers"],
            number,
            f"Customers with an id and a purchase; a purchase is one of the {_PURCHASE}"
            f". {_LINES}",
        ),
        Tile(
            "Bought again",
            share(_ratio(now["repeat_buyers"], now["buyers"])),
            "Buyers with two purchases or more in the period / buyers. A longer period "
            f"makes it larger. {_LINES}",
            note=counted(round(now["repeat_buyers"]), "repeat buyer"),
            history=_known(
                [
                    _ratio(totals["repeat_buyers"], totals["buyers"]) or 0.0
                    for totals in history
                ]
            ),
        ),
    ]


def _known(history: list[float]) -> list[float]:
    """Return the history; none where it is nothing but zeros."""
    return history if any(history) else []


def _ratio(value: float, base: float) -> float | None:
    return value / base if base > 0 else None
