"""What a goal's number came to: in the period under way, in those before, day by day.

Days count until the last one that is complete, as for KPIs; the period of a goal is
the one of that day, so it is under way or has just ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from warehouse.metrics.asking import ask, published_catalogue, statement
from warehouse.metrics.calendar import Days, periods_between
from warehouse.metrics.complete_days import known_days
from warehouse.metrics.errors import MetricError
from warehouse.metrics.kpi_course import checked, number
from warehouse.metrics.question import VALUE, Grain, Question
from warehouse.metrics.sums import is_sum_of_days
from warehouse.metrics.units import Unit
from warehouse.settings.goals import Goal

BEFORE: dict[Grain, int] = {
    "day": 31, "week": 26, "month": 24, "quarter": 12, "year": 10,
}  # fmt: skip
"""Whole periods before that are looked back at."""


@dataclass(frozen=True)
class GoalPeriod:
    """One period of a goal."""

    first_on: date
    last_on: date
    """Its last day in the shop's calendar, whether it is over or not."""
    target: float | None
    actual: float | None
    """What was reached until the last complete day; None where there is no value."""


@dataclass(frozen=True)
class GoalCourse:
    """A goal's periods."""

    unit: Unit
    is_sum: bool
    """Whether days add up to the number."""
    since_on: date
    """The first day that there are data of."""
    as_of_on: date
    """The last complete day."""
    now: GoalPeriod
    before: tuple[GoalPeriod, ...]
    """Whole ones, the oldest first; none of a stretch of days."""


def goal_course(goal: Goal) -> GoalCourse:
    """Return what a goal's number came to.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If it cannot be computed, or has no target now; one sentence.
    """
    unit = checked(goal.formula).unit
    since_on, as_of_on = known_days(goal.formula)
    _check_targets(goal)
    periods = _periods(goal, since_on, as_of_on)
    windows = [(first, min(last, as_of_on)) for first, last in periods]
    begun = [days for days in windows if days[0] <= days[1]]
    values = dict(zip(begun, _values(goal, begun), strict=True))
    found = [
        GoalPeriod(*days, goal.target_of(days[0]), values.get(window))
        for days, window in zip(periods, windows, strict=True)
    ]
    *before, now = found
    if now.target is None:
        message = f"no target is set for the {goal.grain} that begins {now.first_on}"
        message += "; add it to `targets`, or a `target` for all"
        raise MetricError(message)
    is_sum = is_sum_of_days(published_catalogue(), goal.formula)
    return GoalCourse(unit, is_sum, since_on, as_of_on, now, tuple(before))


def check_goal(goal: Goal) -> None:
    """Refuse a goal that cannot be computed, without computing it.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If it cannot; one sentence with its fix.
    """
    checked(goal.formula)
    statement(Question({VALUE: goal.formula}, goal.grain, where=goal.where))
    _check_targets(goal)


def _check_targets(goal: Goal) -> None:
    """Refuse targets of days on which no period begins: nobody would miss them."""
    if goal.grain is None or not goal.targets:
        return
    days = sorted(goal.targets)
    for first, last in periods_between(goal.grain, days[0], days[-1]):
        for day in days:
            if first < day <= last:
                message = f"targets: no {goal.grain} begins on {day}; write {first}"
                raise MetricError(message)


def daily(goal: Goal, first_on: date, last_on: date) -> list[tuple[date, float]]:
    """Return what a goal's number came to on each day, oldest first.

    A day without a value counts nothing.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If it cannot be computed by days.
    """
    question = Question(
        {VALUE: goal.formula},
        "day",
        where=goal.where,
        first_on=first_on,
        last_on=last_on,
    )
    return [(row["period"], number(row[VALUE]) or 0.0) for row in _rows(question)]


def _periods(goal: Goal, since_on: date, as_of_on: date) -> list[Days]:
    """Return the whole periods before, and as the last one that of the present."""
    if goal.starts_on is not None and goal.ends_on is not None:
        return [(goal.starts_on, goal.ends_on)]
    grain = goal.grain or "month"
    found = periods_between(grain, since_on, as_of_on)
    if not found:
        message = "the calendar that was published does not reach its days; run again"
        raise MetricError(message)
    *before, now = found
    whole = [days for days in before if days[0] >= since_on]
    return [*whole[-BEFORE[grain] :], now]


def _values(goal: Goal, windows: Sequence[Days]) -> list[float | None]:
    if not windows:
        return []
    question = Question({VALUE: goal.formula}, windows=windows, where=goal.where)
    found: list[float | None] = [None] * len(windows)
    for row in _rows(question):
        found[row["place"]] = number(row[VALUE])
    return found


def _rows(question: Question) -> list[dict]:
    try:
        answer = ask(question)
    except duckdb.Error as error:
        message = f"it could not be read: {str(error).splitlines()[0]}"
        raise MetricError(message) from error
    return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
