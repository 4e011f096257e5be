"""Goals as rows: how each stands by the outlook, its days ahead, and what is wrong."""

from collections.abc import Sequence

from warehouse.metrics.errors import MetricError
from warehouse.metrics.goal_course import check_goal
from warehouse.outlook import GoalOutlook, Outlook
from warehouse.published import NothingPublishedError
from warehouse.settings.goals import SavedGoal

STANDING = (
    *("name", "title", "first_on", "last_on", "as_of_on", "is_over", "actual"),
    *("target", "unit", "direction", "attainment", "pace", "elapsed", "forecast"),
    *("low", "high", "chance", "is_at_risk", "why_no_forecast"),
)
"""Of `goal_rows`."""
AHEAD = ("day_on", "value", "low", "high", "total", "total_low", "total_high")
"""Of `ahead_rows`: a day alone, and the number by its end, each with its interval."""


def goal_problems(saved: Sequence[SavedGoal]) -> dict[str, str]:
    """Return by name why goals cannot be computed; none before the first version."""
    found: dict[str, str] = {}
    for one in saved:
        try:
            check_goal(one.content)
        except NothingPublishedError:
            return {}
        except MetricError as error:
            found[one.name] = str(error)
    return found


def goal_rows(outlook: Outlook) -> list[tuple]:
    """Return how each goal stands: `STANDING`."""
    return [
        (
            *(one.name, one.title, one.first_on, one.last_on, one.as_of_on),
            *(one.is_over, one.actual, one.target, one.unit, one.direction),
            *(one.attainment, one.pace, one.elapsed),
            *(_of_forecast(one, part) for part in ("value", "low", "high", "chance")),
            *(one.is_at_risk, one.why_no_forecast),
        )
        for one in outlook.goals
    ]


def ahead_rows(goal: GoalOutlook) -> list[tuple]:
    """Return the days that are left of a goal's period: `AHEAD`; none if it is over."""
    days = goal.forecast.days if goal.forecast is not None else ()
    return [tuple(getattr(day, name) for name in AHEAD) for day in days]


def _of_forecast(goal: GoalOutlook, part: str) -> float | None:
    return None if goal.forecast is None else getattr(goal.forecast, part)
