"""The tiles of retention: both rates, who was there, came and stayed away.

What 5 points more are worth is no metric: it is a product of others, and supposes what
has not happened.
"""

from collections.abc import Callable, Mapping

from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import NOTHING, money
from dashboards.retention.filters import Chosen
from dashboards.retention.worth import Worth

_SOURCE = "Source: `marts.kpi_retention`."
_HISTORY = 12


def _fraction(column: str) -> Callable[[Totals], float | None]:
    return lambda row: None if row[column] is None else row[column] / 100


METRICS: Mapping[str, Callable[[Totals], float | None]] = {
    "retention_returning": _fraction("returning_pct"),
    "retention_classic": _fraction("classic_pct"),
    "customers_at_start": lambda row: row["at_start"],
    "customers_won": lambda row: row["won"],
    "dormant_customers": lambda row: row["dormant"],
}
"""Metrics of the tiles, and where rows of `queries.retention.retention` have them."""


def retention_tiles(
    chosen: Chosen, at: int, worth: Worth | None, currency: str
) -> list[Tile]:
    """Return six tiles of the period at a place; ``worth`` is that of this period."""
    before = None if chosen.compared_at is None else chosen.numbers(chosen.compared_at)
    places = range(max(at + 1 - _HISTORY, 0), at + 1)
    history = [
        chosen.numbers(place)
        for place in places
        if chosen.rows["is_complete"].iloc[place]
    ]
    found = Compared(
        chosen.numbers(at),
        before,
        history,
        chosen.note,
        currency,
        targets(chosen.kind),
    )
    return [
        *(found.metric(name, of) for name, of in METRICS.items()),
        _worth_tile(worth, chosen.kind, currency),
    ]


def _worth_tile(worth: Worth | None, kind: str, currency: str) -> Tile:
    definition = (
        "Points × customers at start × revenue per customer who came back, in this "
        f"{kind}. It assumes that who is kept spends like those. {_SOURCE}"
    )
    if worth is None:
        return Tile("5 points more", NOTHING, definition, note="nobody came back")
    label = "5 points more" if worth.is_five else "All the way to 100%"
    each = money(worth.retained_each, currency)
    note = f"{worth.people_text} × {each}"
    return Tile(label, money(worth.amount, currency), definition, note=note)
