"""What the page Retention shows: which kind of period, which one, against which."""

from dataclasses import dataclass
from typing import Any, Literal, cast

import pandas as pd

from dashboards.components.filters import choice, filter_row
from dashboards.formats import period_name
from dashboards.periods import Window
from dashboards.queries.retention import Kind, retention

Numbers = dict[str, Any]
"""One row of `queries.retention.retention`, with None for what is missing."""
Measure = Literal["customers", "revenue"]

_KINDS = {"month": "Months", "week": "Weeks", "quarter": "Quarters", "year": "Years"}
_COMPARISONS = {
    "previous": "Previous period",
    "last_year": "Same period last year",
    "nothing": "Nothing",
}
_MEASURES = {"customers": "Share who buy again", "revenue": "Revenue per customer"}
_IN_A_YEAR: dict[Kind, int] = {"week": 52, "month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class Chosen:
    """A period, the one it is compared with, and all periods of its kind."""

    kind: Kind
    rows: pd.DataFrame
    """What `queries.retention.retention` returns."""
    at: int | None
    """Place of the chosen period among the rows; None where none is complete."""
    compared_at: int | None
    """Place of the compared period; None where there is none, or none is wanted."""
    note: str
    """Names the compared period, or says why there is none; short, for a tile."""
    measure: Measure
    """What the cohorts show."""

    def numbers(self, at: int) -> Numbers:
        """Return the numbers of the period at a place."""
        row = self.rows.iloc[at].to_dict()
        return {name: None if pd.isna(value) else value for name, value in row.items()}

    def window(self, at: int) -> Window:
        """Return the days of the period at a place."""
        row = self.rows.iloc[at]
        return Window(row["first_on"].date(), row["last_on"].date())

    def name(self, at: int) -> str:
        """Return the name of the period at a place, such as ``Dec 2017``."""
        window = self.window(at)
        return period_name(window.first_on, window.last_on)


def retention_filters() -> Chosen:
    """Show kind of period, period, comparison, and what the cohorts show."""
    with filter_row():
        kind = cast("Kind", choice("Retention by", _KINDS, "by"))
        rows = retention(kind)
        shown = Chosen(kind, rows, None, None, "", "customers")
        complete = [at for at in range(len(rows)) if rows["is_complete"].iloc[at]]
        at = _period(shown, complete)
        compare = choice("Compare with", _COMPARISONS, "compare")
        measure = cast("Measure", choice("Cohorts by", _MEASURES, "cohorts"))
    if at is None:
        return Chosen(kind, rows, None, None, "", measure)
    if compare == "nothing":
        return Chosen(kind, rows, at, None, "", measure)
    compared_at = at - (1 if compare == "previous" else _IN_A_YEAR[kind])
    if compared_at not in complete:
        note = f"no whole {kind} to compare with"
        return Chosen(kind, rows, at, None, note, measure)
    then = shown.name(compared_at)
    # A tile has no room for the year of a week.
    note = f"vs {then.rsplit(' ', 1)[0] if kind == 'week' else then}"
    return Chosen(kind, rows, at, compared_at, note, measure)


def _period(shown: Chosen, complete: list[int]) -> int | None:
    """Show the complete periods, newest first; return the place of the chosen one."""
    if not complete:
        return None
    places = {str(shown.window(at).first_on): at for at in reversed(complete)}
    names = {key: shown.name(at) for key, at in places.items()}
    help = f"Only a {shown.kind} that is whole, after a whole one, has a rate."
    return places[choice("Period", names, "at", help=help)]
