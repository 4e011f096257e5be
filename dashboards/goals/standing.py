"""Goals as the page shows them: each with its standing, or why it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards.components.entries import of_audience
from dashboards.components.filters import filter_row
from dashboards.formats import period_name
from dashboards.kpis.units import Written
from dashboards.queries import goals
from dashboards.queries.goals import Came
from warehouse.metrics.goal_standing import goal_outlook
from warehouse.metrics.units import RATIO
from warehouse.outlook import Forecast, GoalOutlook
from warehouse.settings import settings
from warehouse.settings.goals import Goal, SavedGoal

COMES = "its forecast comes with the next run"
"""Of a goal that was changed since the last one."""


@dataclass(frozen=True)
class Shown:
    """A goal, what its number came to, and what was forecast of it."""

    saved: SavedGoal
    came: Came
    computed: GoalOutlook | None
    """As it was last computed; None if not of this file and this version."""

    @property
    def goal(self) -> Goal:
        """Return what its file says."""
        return self.saved.content

    @cached_property
    def standing(self) -> GoalOutlook | None:
        """Return how it stands; None where it cannot be computed."""
        course = self.came.course
        if course is None:
            return None
        if self.computed is None:
            is_over = course.now.last_on <= course.as_of_on
            return goal_outlook(self.saved, course, None, None if is_over else COMES)
        forecast, why = self.computed.forecast, self.computed.why_no_forecast
        return goal_outlook(self.saved, course, forecast, why)

    @property
    def forecast(self) -> Forecast | None:
        """Return what the goal is expected to come to."""
        return self.standing.forecast if self.standing is not None else None

    @cached_property
    def written(self) -> Written:
        """Return what writes its values and its target."""
        course = self.came.course
        if course is None:
            return Written(RATIO, settings().shop.currency, [])
        periods = (*course.before, course.now)
        values = [value for one in periods for value in (one.actual, one.target)]
        return Written(course.unit, settings().shop.currency, values)

    @property
    def period(self) -> str:
        """Return the name of its period, such as ``Dec 2017``; empty without one."""
        if self.standing is None:
            return ""
        return period_name(self.standing.first_on, self.standing.last_on)


def goal_filters(saved: Sequence[SavedGoal]) -> list[Shown]:
    """Show the choice of an audience, and return its goals."""
    with filter_row():
        chosen = of_audience(saved)
    computed = goals.forecast_goals()
    return [
        Shown(one, goals.came(one.content), computed.get(one.name)) for one in chosen
    ]


def first_shown(shown: Sequence[Shown], name: str | None) -> Shown | None:
    """Return the goal of a name; else the first at risk, else the first."""
    named = [one for one in shown if one.saved.name == name]
    at_risk = [one for one in shown if one.standing and one.standing.is_at_risk]
    return next(iter([*named, *at_risk, *shown]), None)
