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
    aims = {"target": "Target"} if can_aim and has_targets() else {}
    compare = choice(
        "Compare with",
        _COMPARISONS | aims,
        "compare",
        help="Days and weeks are compared with those 52 weeks before, "
        "so that weekdays match; months with the same month."
        + (" A target is for a whole week, month, quarter or year." if aims else ""),
    )
    grains: dict[str, str] = {grain: _GRAINS[grain] for grain in period.grains()}
    grain = cast("Grain", choice("Show by", grains, "grain"))
    wanted = {"previous": period.before(), "last_year": period.year_before()}.get(
        compare
    )
    if compare in ("nothing", "target"):
        return Chosen(period, None, grain, "", compare == "target")
    if wanted is None or not wanted.lies_in(data):
        return Chosen(period, None, grain, f"no data before {day(data.first_on)}")
    # The year stands in the chart's legend; a tile has no room for it.
    compared = days(wanted.first_on, wanted.last_on).rsplit(" ", 1)[0]
    compared = compared.replace(" – ", "–")
    return Chosen(period, wanted, grain, f"vs {compared}")
