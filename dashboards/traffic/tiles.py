"""The tiles of traffic: what each number is, where it comes from, how it moved."""

from collections.abc import Sequence

from dashboards.components.tiles import Compared, Tile
from dashboards.formats import money, number, percent, points
from dashboards.traffic.sentences import Totals, conversion_pct

_DAYS = "Source: `marts.kpi_daily_traffic`."


def traffic_tiles(
    now: Totals,
    before: Totals | None,
    history: Sequence[Totals],
    note: str,
    currency: str,
) -> list[Tile]:
    """Return six tiles.

    Args:
        now: Of the chosen period, as `queries.traffic.totals` has them.
        before: Of the compared one; None where there is none.
        history: Of the last periods, the chosen one last.
        note: Names the compared period, or says why there is none.
        currency: Of the shop.
    """
    tile = Compared(now, before, history, note).tile
    return [
        tile(
            "Visitors",
            lambda totals: totals["visitors"],
            number,
            "Browsers, apps and known users with a session. Who uses two browsers is "
            "two. Bots are left out. Source: `marts.fct_sessions`.",
        ),
        tile(
            "Sessions",
            lambda totals: totals["sessions"],
            number,
            "Visits: events of one visitor without a longer pause than the settings "
            f"say, counted on the day of their first. {_DAYS}",
        ),
        tile(
            "Conversion",
            conversion_pct,
            percent,
            f"Sessions with an order / sessions. {_DAYS}",
            points,
        ),
        tile(
            "Orders",
            lambda totals: totals["orders"],
            number,
            f"Different orders of events `Order Completed`. {_DAYS}",
        ),
        tile(
            "Order value",
            lambda totals: totals["amount"],
            lambda value: money(value, currency),
            "Amount of these orders as the events tell it, without tax and shipping "
            f"where they say so. {_DAYS}",
        ),
        tile(
            "Stickiness",
            _stickiness,
            percent,
            "Visitors of a day / visitors of the 30 days that end on it, mean of the "
            f"period's days. {_DAYS}",
            points,
        ),
    ]


def _stickiness(totals: Totals) -> float | None:
    value = totals["stickiness"]
    return None if value is None or value != value else 100 * value
