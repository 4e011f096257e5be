"""The tiles of sales: what each number is, where it comes from, how it moved."""

from collections.abc import Sequence

from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import money, number, ratio


def sales_tiles(
    now: Totals,
    before: Totals | None,
    history: Sequence[Totals],
    note: str,
    currency: str,
) -> list[Tile]:
    """Return six tiles.

    Args:
        now: revenue, orders, customers, units of the chosen period.
        before: Those of the compared one; None where there is none.
        history: Those of the last periods, the chosen one last.
        note: Names the compared period, or says why there is none.
        currency: Of the shop.
    """
    tile = Compared(now, before, history, note).tile

    def amount(value: float | None) -> str:
        return money(value, currency)

    return [
        tile(
            "Revenue",
            lambda totals: totals["revenue"],
            amount,
            "Sum of the amounts of all orders, without tax and shipping; returns "
            "subtract. Source: `marts.kpi_daily_sales`.",
        ),
        tile(
            "Orders",
            lambda totals: totals["orders"],
            number,
            "Orders that are neither cancelled nor pure returns. "
            "Source: `marts.kpi_daily_sales`.",
        ),
        tile(
            "Customers",
            lambda totals: totals["customers"],
            number,
            "People with an id who placed at least one order. Guests bring revenue "
            "and orders, not customers. Source: `marts.fct_orders`.",
        ),
        tile(
            "Average order value",
            lambda totals: _ratio(totals["revenue"], totals["orders"]),
            amount,
            "Revenue / orders. Source: `marts.kpi_daily_sales`.",
        ),
        tile(
            "Orders per customer",
            lambda totals: _ratio(totals["orders"], totals["customers"]),
            ratio,
            "Purchase frequency: orders / customers. Source: `marts.fct_orders`.",
        ),
        tile(
            "Units",
            lambda totals: totals["units"],
            number,
            "Sum of quantity, without departments that the settings exclude. "
            "Source: `marts.kpi_daily_sales`.",
        ),
    ]


def _ratio(value: float, base: float) -> float | None:
    return value / base if base else None
