"""What the page Demographics shows: by what, in which period, against which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from dashboards.components.filters import choice, filter_row
from dashboards.demographics.names import DIMENSIONS
from dashboards.formats import period_name
from dashboards.periods import Window
from dashboards.queries.demographics import Kind, periods

_KINDS = {"quarter": "Quarters", "month": "Months", "year": "Years"}
_COMPARISONS = {
    "previous": "Previous period",
    "last_year": "Same period last year",
    "nothing": "Nothing",
}
_IN_A_YEAR: dict[Kind, int] = {"month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True)
class Chosen:
    """A dimension, a period, and the one that it is compared with."""

    dimension: str
    kind: Kind
    window: Window
    is_complete: bool
    compared: Window | None
    """None where nothing is to be compared, or there is no whole period for it."""
    earlier: Sequence[Window]
    """Periods of the kind, the chosen one first, older ones behind it."""
    back: int | None
    """How many of them behind is what one is compared with; None for nothing."""

    @property
    def by(self) -> str:
        """Return the dimension within a sentence, such as ``household income``."""
        return DIMENSIONS[self.dimension].lower()

    @property
    def name(self) -> str:
        """Return such as ``Q4 2017``; a period that is not over says so."""
        name = period_name(self.window.first_on, self.window.last_on)
        return name if self.is_complete else f"{name}, not whole"

    @property
    def compared_name(self) -> str | None:
        """Return the name of the compared period."""
        if self.compared is None:
            return None
        return period_name(self.compared.first_on, self.compared.last_on)

    @property
    def note(self) -> str:
        """Return what a tile says beside its change."""
        name = self.compared_name
        return f"vs {name}" if name else "nothing to compare with"


def demographic_filters(known: list[str]) -> Chosen:
    """Show dimension, kind of period, period and comparison.

    Args:
        known: Dimensions, at least one.
    """
    with filter_row():
        names = {key: DIMENSIONS[key] for key in DIMENSIONS if key in known}
        dimension = choice("Group by", names, "group")
        kind = cast("Kind", choice("Show by", _KINDS, "by"))
        rows = periods(kind)
        windows = {
            str(first.date()): (Window(first.date(), last.date()), bool(whole))
            for first, last, whole in rows.itertuples(index=False)
        }
        keys = list(windows)
        whole = [key for key in keys if windows[key][1]]
        labels = {
            key: period_name(window.first_on, window.last_on)
            + ("" if is_whole else ", not whole")
            for key, (window, is_whole) in windows.items()
        }
        default = whole[0] if whole else keys[0]
        chosen = choice("Period", labels, "period", default=default)
        compare = choice("Compare with", _COMPARISONS, "compare")
    window, is_complete = windows[chosen]
    back = {"previous": 1, "last_year": _IN_A_YEAR[kind]}.get(compare)
    earlier = keys[keys.index(chosen) :]
    compared = None
    if back is not None and back < len(earlier):
        then, is_whole = windows[earlier[back]]
        compared = then if is_whole else None
    return Chosen(
        dimension,
        kind,
        window,
        is_complete,
        compared,
        [windows[key][0] for key in earlier],
        back,
    )
