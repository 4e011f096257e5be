"""What the page Behaviour shows: which period, against which, and which funnel."""

from dataclasses import dataclass
from datetime import date
from typing import cast

import pandas as pd

from dashboards.components.filters import choice, filter_row
from dashboards.formats import period_name
from dashboards.queries.behaviour import Kind, funnel_names, kinds, periods
from warehouse.settings import SettingsError, settings

_KINDS = {
    "month": "Months",
    "week": "Weeks",
    "quarter": "Quarters",
    "year": "Years",
    "all": "All time",
}
_COMPARISONS = {
    "previous": "Previous period",
    "last_year": "Same period last year",
    "nothing": "Nothing",
}
_IN_A_YEAR: dict[Kind, int] = {"week": 52, "month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class Chosen:
    """A period, the one it is compared with, and a funnel."""

    kind: Kind
    rows: pd.DataFrame
    """What `queries.behaviour.periods` returns; at least one row."""
    at: int
    """Place of the chosen period among the rows."""
    compared_at: int | None
    """Place of the compared period; None where there is none, or none is wanted."""
    note: str
    """Names the compared period, or says why there is none; short, for a tile."""
    funnel: str | None
    """None where nobody entered any."""
    titles: dict[str, str]
    """Titles of funnels by their names."""

    @property
    def first_on(self) -> date:
        """Return the first day of the period."""
        return self.first_day(self.at)

    @property
    def compared_on(self) -> date | None:
        """Return the first day of the compared period."""
        return None if self.compared_at is None else self.first_day(self.compared_at)

    @property
    def title(self) -> str:
        """Return the funnel's title."""
        return self.titles.get(self.funnel or "", "No funnel")

    def first_day(self, at: int) -> date:
        """Return the first day of the period at a place."""
        return self.rows["first_on"].iloc[at].date()

    def name(self, at: int) -> str:
        """Return such as ``Dec 2017``, or ``1–2 Apr 2024, not over``."""
        row = self.rows.iloc[at]
        name = period_name(row["first_on"].date(), row["last_on"].date())
        return name if row["is_complete"] else f"{name}, not over"


def behaviour_filters() -> Chosen:
    """Show kind of period, period, comparison and funnel; return what is chosen."""
    there = kinds()
    names = funnel_names()
    titles = {name: _titles().get(name, name) for name in names}
    with filter_row():
        offered = {name: label for name, label in _KINDS.items() if name in there}
        kind = cast("Kind", choice("Show by", offered, "by"))
        rows = periods(kind)
        shown = Chosen(kind, rows, len(rows) - 1, None, "", None, titles)
        at = _period(shown)
        compare = choice("Compare with", _COMPARISONS, "compare")
        funnel = choice("Funnel", titles, "funnel", help=_HELP) if names else None
    compared_at, note = _compared(shown, at, compare)
    return Chosen(kind, rows, at, compared_at, note, funnel, titles)


_HELP = (
    "Each file of `funnels/` in the workspace is one. A visitor counts at a step who "
    "did it and all before it, within the funnel's window from the first one on."
)


def _titles() -> dict[str, str]:
    """Return titles of the funnels; none where a file of them is wrong just now."""
    try:
        return {name: funnel.title for name, funnel in settings().funnels.items()}
    except SettingsError:
        return {}


def _period(shown: Chosen) -> int:
    """Show the periods, newest first; return the place of the chosen one."""
    places = {str(shown.first_day(at)): at for at in reversed(range(len(shown.rows)))}
    names = {key: shown.name(at) for key, at in places.items()}
    whole = [key for key, at in places.items() if shown.rows["is_complete"].iloc[at]]
    return places[choice("Period", names, "at", default=next(iter(whole), None))]


def _compared(shown: Chosen, at: int, compare: str) -> tuple[int | None, str]:
    if compare == "nothing" or shown.kind == "all":
        return None, ""
    back = 1 if compare == "previous" else _IN_A_YEAR[shown.kind]
    if at < back or not shown.rows["is_complete"].iloc[at - back]:
        return None, f"no whole {shown.kind} to compare with"
    then = shown.name(at - back)
    return at - back, f"vs {then.rsplit(' ', 1)[0] if shown.kind == 'week' else then}"
