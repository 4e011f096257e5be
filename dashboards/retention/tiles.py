"""The tiles of retention: both rates, who was there, came and stayed away."""

from collections.abc import Callable

from dashboards.components.tiles import Tile
from dashboards.formats import NOTHING, change, money, number, percent, points
from dashboards.retention.filters import Chosen
from dashboards.retention.worth import Worth

_SOURCE = "Source: `marts.kpi_retention`."
_HISTORY = 12


def retention_tiles(
    chosen: Chosen, at: int, worth: Worth | None, currency: str
) -> list[Tile]:
    """Return six tiles of the period at a place; ``worth`` is that of this period."""
    now = chosen.numbers(at)
    before = None if chosen.compared_at is None else chosen.numbers(chosen.compared_at)
    history = chosen.rows.iloc[max(at + 1 - _HISTORY, 0) : at + 1]
    history = history.loc[history["is_complete"]]
    kind = chosen.kind

    def tile(
        label: str,
        column: str,
        text: Callable[[float | None], str],
        delta: Callable[[float | None, float | None], str | None],
        definition: str,
        *,
        is_up_good: bool = True,
    ) -> Tile:
        return Tile(
            label,
            text(now[column]),
            f"{definition} {_SOURCE}",
            delta(now[column], before[column]) if before is not None else None,
            chosen.note,
            history[column].dropna().astype(float).tolist(),
            is_up_good=is_up_good,
        )

    return [
        tile(
            "Retention, returning",
            "returning_pct",
            percent,
            points,
            f"Customers with an order both in this {kind} and in the one before / "
            f"customers with one in the {kind} before. Never above 100%. As Amplitude "
            "and Mixpanel define it.",
        ),
        tile(
            "Retention, classic",
            "classic_pct",
            percent,
            points,
            f"(Customers at the end - customers won) / customers at the start: those "
            f"with an order in this {kind}, without who ordered for the first time "
            f"ever, / those with one in the {kind} before. Who comes back after a "
            "pause counts, so it can exceed 100%. As retention marketing defines it.",
        ),
        tile(
            "Customers at start",
            "at_start",
            number,
            change,
            f"Customers with an order in the {kind} before.",
        ),
        tile(
            "Customers won",
            "won",
            number,
            change,
            f"Customers whose first order ever was in this {kind}. Who ordered before "
            "the data begin looks new, too.",
        ),
        tile(
            "Stayed away",
            "dormant",
            number,
            change,
            f"Customers with an order in the {kind} before and none in this one. They "
            "are listed below. Also in `marts.kpi_lifecycle`.",
            is_up_good=False,
        ),
        _worth_tile(worth, kind, currency),
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
