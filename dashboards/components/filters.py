"""The row of filters; what is chosen stands in the address, so that a link keeps it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import cast

import streamlit as st

from dashboards.components.targets import has_targets
from dashboards.formats import day, days
from dashboards.periods import Grain, Period, PeriodName, Window
from dashboards.queries.sales import month_starts

_PERIODS = {
    "7d": "Last 7 days",
    "28d": "Last 4 weeks",
    "13w": "Last 13 weeks",
    "month": "This month",
    "last_month": "Last month",
    "12m": "Last 12 months",
    "all": "All time",
}
_COMPARISONS = {
    "previous": "Previous period",
    "last_year": "Same period last year",
    "nothing": "Nothing",
}
_GRAINS: dict[Grain, str] = {"day": "Days", "week": "Weeks", "month": "Months"}


@dataclass(frozen=True)
class Chosen:
    """What a page of sales shows."""

    period: Period
    compared: Window | None
    """None where nothing is to be compared, or there are no data to compare with."""
    grain: Grain
    note: str
    """The compared days, or why there are none; short enough for a tile."""
    against_target: bool = False
    """Whether targets are what is compared with."""

    @property
    def window(self) -> Window:
        """Return the days of the period."""
        return self.period.window


def choice(
    label: str,
    options: Mapping[str, str],
    key: str,
    *,
    default: str | None = None,
    help: str | None = None,
) -> str:
    """Return the chosen key of ``options``, which stands in the address as ``?key=``.

    Streamlit's own binding writes labels, which change with the language.
    """
    default = default or next(iter(options))
    if st.session_state.get(key) not in options:
        linked = st.query_params.get(key)
        st.session_state[key] = linked if linked in options else default
    chosen = st.selectbox(
        label, list(options), format_func=options.__getitem__, key=key, help=help
    )
    if chosen != default:
        st.query_params[key] = chosen
    elif key in st.query_params:
        del st.query_params[key]
    return chosen


def filter_row() -> AbstractContextManager[object]:
    """Return the row that filters stand in: four across, two by two on a phone."""
    return st.grid(4, min_column_width=150, gap="small")


def period_filter(data: Window, default: PeriodName) -> Period:
    """Show the choice of a period alone; ``data`` are the days with data."""
    name = cast("PeriodName", choice("Period", _PERIODS, "period", default=default))
    return Period(name, data, month_starts())


def sales_filters(
    data: Window, default: PeriodName = "28d", *, can_aim: bool = False
) -> Chosen:
    """Show period, comparison and grain.

    Args:
        data: The days with data.
        default: The period to begin with.
        can_aim: Whether the page's tiles know targets to be compared with.
    """
    period = period_filter(data, default)
    compare = compare_filter(can_aim=can_aim)
    grains: dict[str, str] = {grain: _GRAINS[grain] for grain in period.grains()}
    grain = cast("Grain", choice("Show by", grains, "grain"))
    compared, note = compared_days(period, compare)
    return Chosen(period, compared, grain, note, compare == "target")


def compare_filter(*, can_aim: bool = False) -> str:
    """Show what a period is compared with; return its key, `nothing` for that."""
    aims = {"target": "Target"} if can_aim and has_targets() else {}
    return choice(
        "Compare with",
        _COMPARISONS | aims,
        "compare",
        help="Days and weeks are compared with those 52 weeks before, "
        "so that weekdays match; months with the same month."
        + (" A target is for a whole week, month, quarter or year." if aims else ""),
    )


def compared_days(period: Period, compare: str) -> tuple[Window | None, str]:
    """Return the days that a period is compared with, and what a tile says of them."""
    if compare not in ("previous", "last_year"):
        return None, ""
    wanted = period.before() if compare == "previous" else period.year_before()
    if wanted is None or not wanted.lies_in(period.data):
        return None, f"no data before {day(period.data.first_on)}"
    return wanted, f"vs {short_days(wanted)}"


def short_days(window: Window) -> str:
    """Return days without the year, as a tile has room for no more.

    The year stands in a chart's legend.
    """
    return days(window.first_on, window.last_on).rsplit(" ", 1)[0].replace(" – ", "–")
