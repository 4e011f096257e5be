"""The outlook: how the goals of the workspace stand, and where they are going."""

from datetime import UTC, datetime, timedelta

import pandas as pd

from science.backtesting import Backtests, Cut, backtest, cuts_at, cuts_moved
from science.daily_paths import NoForecastError
from science.forecasting import LEVEL_PCT, Expected, expected_total
from warehouse.metrics.errors import MetricError
from warehouse.metrics.goal_course import GoalCourse, daily, goal_course
from warehouse.metrics.goal_standing import goal_outlook, share_elapsed
from warehouse.outlook import (
    Forecast,
    ForecastDay,
    GoalOutlook,
    Outlook,
    write_outlook,
)
from warehouse.published import published_version
from warehouse.settings import settings
from warehouse.settings.goals import GOALS, Goal, SavedGoal, goal_files

MOST_DAYS = 4 * 366
"""Days that forecasts look back at: the level of long ago says nothing of next month,
and four years give the year its pattern."""
NO_SUM = (
    "days do not add up to it (it is a ratio, an average or a count of different "
    "people), so its days are not forecast"
)


def compute_outlook() -> Outlook:
    """Return how all goals stand with their forecasts, and leave it for readers.

    It takes no lock: it reads what is published, and replaces one file at once.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    folder = settings().workspace / GOALS.folder
    version, files = published_version(), goal_files(folder)
    saved, faults = GOALS.read_all(folder)
    problems = {fault.path.stem: str(fault) for fault in faults}
    goals: list[GoalOutlook] = []
    for one in saved:
        try:
            goals.append(_outlook(one))
        except MetricError as error:
            problems[one.name] = _with_fix(str(error), one)
    outlook = Outlook(
        version=version,
        made_at=datetime.now(UTC),
        goals=tuple(goals),
        problems=problems,
        files=files,
    )
    write_outlook(outlook)
    return outlook


def _outlook(saved: SavedGoal) -> GoalOutlook:
    course = goal_course(saved.content)
    forecast = why = None
    if course.now.last_on > course.as_of_on:
        try:
            forecast = _forecast(saved.content, course)
        except NoForecastError as error:
            why = str(error)
    return goal_outlook(saved, course, forecast, why)


def _forecast(goal: Goal, course: GoalCourse) -> Forecast:
    if not course.is_sum:
        raise NoForecastError(NO_SUM)
    now, as_of_on = course.now, course.as_of_on
    history = _history(goal, course)
    closed = settings().shop.closed_on
    tested = backtest(history, _cuts(goal, course), closed)
    expected = expected_total(
        history,
        (now.last_on - as_of_on).days,
        now.actual or 0.0,
        closed,
        # Days before a stretch that is yet to begin.
        skipped=max((now.first_on - as_of_on).days - 1, 0),
        spread=tested.spread,
    )
    return _told(expected, tested, now.target or 0.0, goal)


def _history(goal: Goal, course: GoalCourse) -> pd.Series:
    """Return the number by day, from the first that has any to the last one."""
    first_on = max(course.since_on, course.as_of_on - timedelta(days=MOST_DAYS))
    try:
        found = daily(goal, first_on, course.as_of_on)
    except MetricError as error:  # it may be known by longer periods alone
        raise NoForecastError(str(error)) from error
    days = pd.DatetimeIndex([day for day, _ in found])
    history = pd.Series([value for _, value in found], days, dtype=float)
    begins = history.ne(0).idxmax() if history.any() else history.index[0]
    return history.loc[begins:]


def _cuts(goal: Goal, course: GoalCourse) -> list[Cut]:
    now, as_of_on = course.now, course.as_of_on
    if goal.grain is None:
        return cuts_moved(now.first_on, as_of_on, now.last_on, course.since_on)
    works = settings().shop.works_on
    elapsed = share_elapsed(now, as_of_on, works)
    periods = [(one.first_on, one.last_on) for one in course.before]
    return cuts_at(periods, elapsed, works)


def _told(expected: Expected, tested: Backtests, target: float, goal: Goal) -> Forecast:
    return Forecast(
        value=expected.value,
        low=expected.low,
        high=expected.high,
        level_pct=LEVEL_PCT,
        chance=expected.chance(target, is_down=goal.direction == "down"),
        model=expected.model,
        error=tested.error,
        backtests=tested.count,
        inside=tested.inside if tested.count else None,
        days=tuple(
            ForecastDay(day_on=day.date(), **row)
            for day, row in zip(
                pd.DatetimeIndex(expected.days.index).to_pydatetime(),
                expected.days.to_dict("records"),
                strict=True,
            )
        ),
    )


def _with_fix(problem: str, saved: SavedGoal) -> str:
    """Return a problem with what to do, where it does not say so itself."""
    if ";" in problem:
        return problem
    return f"{problem}; change it in goals/{saved.path.name}"
