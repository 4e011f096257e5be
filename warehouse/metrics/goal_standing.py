"""How a goal stands: attainment, pace, and whether it is at risk.

Attainment is actual / target, whichever side of it is good. Pace is actual / (target ×
share of the period's working days that are over): what attainment comes to, if the rest
goes as it went. A target that is not above 0 is met or missed, and never divides.
"""

from collections.abc import Callable
from datetime import date, timedelta

from warehouse.metrics.goal_course import GoalCourse, GoalPeriod
from warehouse.outlook import Forecast, GoalOutlook
from warehouse.settings import settings
from warehouse.settings.goals import Goal, SavedGoal

Works = Callable[[date], bool]
"""Whether a day is a working day."""


def goal_outlook(
    saved: SavedGoal,
    course: GoalCourse,
    forecast: Forecast | None = None,
    why_no_forecast: str | None = None,
) -> GoalOutlook:
    """Return how a goal stands.

    Args:
        saved: The goal.
        course: What its number came to.
        forecast: What it is expected to come to; None where nobody can say.
        why_no_forecast: One sentence, where there is none though days are left.
    """
    goal, now = saved.content, course.now
    target = now.target or 0.0
    elapsed = share_elapsed(now, course.as_of_on, settings().shop.works_on)
    attained = attainment(now.actual, target)
    standing = GoalOutlook(
        name=saved.name,
        title=goal.title,
        unit=str(course.unit),
        direction=goal.direction,
        first_on=now.first_on,
        last_on=now.last_on,
        as_of_on=course.as_of_on,
        is_over=now.last_on <= course.as_of_on,
        target=target,
        actual=now.actual,
        attainment=attained,
        elapsed=elapsed,
        pace=pace(attained, elapsed, is_sum=course.is_sum),
        forecast=forecast,
        why_no_forecast=why_no_forecast,
    )
    return standing.model_copy(update={"is_at_risk": _is_at_risk(standing, course)})


def share_elapsed(period: GoalPeriod, as_of_on: date, works: Works) -> float:
    """Return the share of a period's working days that are over, from 0 to 1.

    Of a period without a working day it is that of all its days.
    """
    count = (period.last_on - period.first_on).days + 1
    days = [period.first_on + timedelta(days=place) for place in range(count)]
    counted = [day for day in days if works(day)] or days
    return sum(day <= as_of_on for day in counted) / len(counted)


def attainment(actual: float | None, target: float | None) -> float | None:
    """Return actual / target; None without either, or if the target is not above 0."""
    if actual is None or target is None or target <= 0:
        return None
    return actual / target


def pace(attained: float | None, elapsed: float, *, is_sum: bool) -> float | None:
    """Return attainment beside the share of time; None before a working day is over.

    What is no sum of days does not grow with them: there it is the attainment.
    """
    if attained is None or not is_sum:
        return attained
    return attained / elapsed if elapsed else None


def is_met(goal: Goal, actual: float | None, target: float | None) -> bool | None:
    """Return whether a number is on the good side of a target; None without either."""
    if actual is None or target is None:
        return None
    return actual <= target if goal.direction == "down" else actual >= target


def _is_at_risk(found: GoalOutlook, course: GoalCourse) -> bool | None:
    """Return whether the target is more likely missed than met."""
    if found.forecast is not None and found.forecast.chance is not None:
        return found.forecast.chance < 0.5
    is_down = found.direction == "down"
    if found.actual is not None and (found.is_over or not course.is_sum):
        return found.actual > found.target if is_down else found.actual < found.target
    if found.pace is None:
        return None
    return found.pace > 1 if is_down else found.pace < 1
