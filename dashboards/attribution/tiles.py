"""The tiles of attribution: what visits and spending brought, by one model."""

from collections.abc import Sequence

from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import money, number, points, ratio, share

_KPI = "Source: `marts.kpi_attribution`."


def attribution_tiles(
    now: Totals,
    before: Totals | None,
    history: Sequence[Totals],
    note: str,
    currency: str,
) -> list[Tile]:
    """Return six tiles.

    Args:
        now: Of the chosen period, as `queries.attribution.totals` has them.
        before: Of the compared one; None where there is none.
        history: Of the last periods, the chosen one last.
        note: Names the compared period, or says why there is none.
        currency: Of the shop.
    """
    compared = Compared(now, before, history, note)
    tile = compared.tile

    def amount(value: float | None) -> str:
        return money(value, currency)

    cost = tile(
        "Cost per order",
        lambda totals: _ratio(totals["spend"], totals["paid_orders"]),
        amount,
        f"Spend / orders attributed to the channels that it was spent on. {_KPI}",
    )
    spend = tile(
        "Spend",
        lambda totals: totals["spend"],
        amount,
        f"What advertising cost, by the bills (`ad_spend`). {_KPI}",
    )
    return [
        tile(
            "Attributed revenue",
            lambda totals: totals["attributed_revenue"],
            amount,
            "Revenue of orders with a visit before them, within the look-back. "
            f"Cancelled orders and returns are in none. {_KPI}",
        ),
        tile(
            "Attributed orders",
            lambda totals: totals["attributed_orders"],
            number,
            f"Orders with a visit before them, within the look-back. {_KPI}",
        ),
        _neutral(spend),
        tile(
            "Return on ad spend",
            lambda totals: _ratio(totals["paid_revenue"], totals["spend"]),
            ratio,
            "Revenue attributed to the channels that money was spent on / spend. "
            f"{_KPI}",
        ),
        _neutral(cost, is_up_good=False),
        tile(
            "Orders with a visit",
            lambda totals: _percent(totals["attributed_orders"], totals["orders"]),
            lambda value: share(None if value is None else value / 100),
            "Orders with a visit before them / all orders. Of the rest nobody knows "
            f"what led to them. {_KPI}",
            points,
        ),
    ]


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole > 0 else None


def _neutral(tile: Tile, *, is_up_good: bool | None = None) -> Tile:
    return Tile(
        tile.label,
        tile.value,
        tile.help,
        tile.delta,
        tile.note,
        tile.history,
        is_up_good,
    )
