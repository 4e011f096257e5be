"""Titles that carry the answer on a goal: numbers in, one sentence out."""

from dashboards.formats import counted, day, share
from dashboards.goals.standing import Shown
from warehouse.metrics.question import Grain
from warehouse.outlook import Forecast, GoalOutlook


def goal_sentence(shown: Shown) -> str:
    """Return how a goal stands, and where it is expected to end."""
    found, title = shown.standing, shown.goal.title
    if found is None:
        return f"{title} cannot be computed"
    aim = f"the target of {shown.written.text(found.target)} for {shown.period}"
    if found.as_of_on < found.first_on:
        return f"{title}: begins on {day(found.first_on)}{_expected(shown)}"
    if found.actual is None:
        return f"{title}: no value in {shown.period}: not enough data"
    actual = shown.written.text(found.actual)
    if found.is_over:
        verb = "missed" if found.is_at_risk else "met"
        return f"{title}: {actual}, which {verb} {aim}"
    if found.pace is None:
        return f"{title}: {actual} against {aim}{_expected(shown)}"
    pace = f"{found.pace:.0%}"
    course = shown.came.course
    if course is not None and not course.is_sum:
        return f"{title}: {actual}, {pace} of {aim}"
    return f"{title}: on pace for {pace} of {aim}{_expected(shown)}"


def standing_words(found: GoalOutlook | None) -> str:
    """Return in words whether a goal is in danger."""
    if found is None:
        return "cannot be computed"
    if found.as_of_on < found.first_on:
        return "not begun"
    if found.is_at_risk is None:
        return "no value yet" if found.actual is None else "under way"
    if found.is_over:
        return "missed" if found.is_at_risk else "met"
    return "at risk" if found.is_at_risk else "on track"


def backtest_words(forecast: Forecast, grain: Grain | None) -> str:
    """Return what such forecasts were worth in the past.

    Args:
        forecast: With its backtests.
        grain: Of the periods; None of a stretch of days.
    """
    period, periods = (
        ("stretch", "stretches") if grain is None else (grain, f"{grain}s")
    )
    if not forecast.backtests:
        return "too few earlier periods to test such forecasts on"
    times = counted(forecast.backtests, f"earlier {period}", f"earlier {periods}")
    said = f"{forecast.inside} of {times} came to lie inside"
    if forecast.error is None:
        return f"tested at this point of the {period}: {said}"
    return (
        f"tested at this point of the {period}: missed by {share(forecast.error)} in "
        f"the median, and {said}"
    )


def _expected(shown: Shown) -> str:
    found = shown.forecast
    if found is None:
        return ""
    low, high = shown.written.text(found.low), shown.written.text(found.high)
    return (
        f"; {found.level_pct // 10} of 10 such forecasts end between {low} and {high}"
    )
