"""How a goal stands, by an oracle that counts days one by one."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Shop
from tests.dbt_project.calendar_oracle import KINDS, Calendar
from warehouse.metrics.goal_course import GoalCourse, GoalPeriod
from warehouse.metrics.goal_standing import (
    attainment,
    goal_outlook,
    is_met,
    pace,
    share_elapsed,
)
from warehouse.metrics.units import Unit
from warehouse.outlook import Forecast, GoalOutlook
from warehouse.settings.entries import Entry
from warehouse.settings.goals import Goal

APRIL = (date(2024, 4, 1), date(2024, 4, 30))
FORECAST = Forecast(value=9, low=8, high=10, level_pct=80, model="a week", chance=0.3)


@given(
    first_weekday=st.integers(0, 6),
    is_jalali=st.booleans(),
    kind=st.sampled_from(KINDS),
    as_of_on=st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    closed=st.sets(st.integers(-400, 400), max_size=20),
    actual=st.integers(-1000, 1000),
    target=st.integers(-5, 500),
)
def test_shares_are_those_that_counting_days_gives(
    first_weekday: int,
    is_jalali: bool,
    kind: str,
    as_of_on: date,
    weekdays: set[int],
    closed: set[int],
    actual: int,
    target: int,
) -> None:
    calendar = Calendar(first_weekday, is_jalali)
    [(first, last)] = calendar.periods(kind, as_of_on, as_of_on)
    shut = {as_of_on + timedelta(days=n) for n in closed}
    over = all_days = 0
    day = first
    while day <= last:
        if day.weekday() in weekdays and day not in shut:
            all_days += 1
            over += day <= as_of_on
        day += timedelta(days=1)
    if all_days == 0:  # then all days count
        over, all_days = (as_of_on - first).days + 1, (last - first).days + 1

    found = share_elapsed(
        GoalPeriod(first, last, target, actual),
        as_of_on,
        lambda one: one.weekday() in weekdays and one not in shut,
    )
    assert found == pytest.approx(over / all_days)
    assert 0 <= found <= 1

    attained = attainment(actual, target)
    kept_pace = pace(attained, found, is_sum=True)
    if target <= 0:
        assert attained is kept_pace is None
        return
    assert attained == pytest.approx(actual / target)
    if over == 0:
        assert kept_pace is None
        return
    exact = Fraction(actual) / (Fraction(target) * Fraction(over, all_days))
    assert kept_pace == pytest.approx(float(exact))


def standing(
    actual: float | None,
    target: float = 100,
    direction: str = "up",
    as_of_on: date = date(2024, 4, 15),
    forecast: Forecast | None = None,
    *,
    is_sum: bool = True,
) -> GoalOutlook:
    goal = Goal.model_validate(
        {
            "title": "A", "formula": "orders", "owner": "B", "grain": "month",
            "target": target, "direction": direction,
        }
    )  # fmt: skip
    period = GoalPeriod(*APRIL, target, actual)
    course = GoalCourse(Unit(), is_sum, date(2024, 1, 1), as_of_on, period, ())
    return goal_outlook(Entry("a", goal, Path("a.yml"), ""), course, forecast)


@pytest.mark.parametrize(
    ("actual", "target", "direction", "attained", "kept_pace", "is_at_risk"),
    [
        # Half of April is over on the 15th.
        (60, 100, "up", 0.6, 1.2, False),
        (40, 100, "up", 0.4, 0.8, True),
        (50, 100, "up", 0.5, 1.0, False),
        (40, 100, "down", 0.4, 0.8, False),
        (60, 100, "down", 0.6, 1.2, True),
        (0, 100, "up", 0.0, 0.0, True),
        (-5, 100, "up", -0.05, -0.1, True),
        (5, 0, "up", None, None, None),
        (5, -10, "down", None, None, None),
        (None, 100, "up", None, None, None),
    ],
)
def test_half_way_pace_says_whether_a_sum_is_in_danger(
    shop: Shop, actual, target, direction, attained, kept_pace, is_at_risk
) -> None:
    found = standing(actual, target, direction)
    assert found.elapsed == 0.5
    assert (found.attainment, found.pace) == (attained, kept_pace)
    assert (found.is_over, found.is_at_risk) == (False, is_at_risk)


@pytest.mark.parametrize(
    ("actual", "target", "direction", "missed"),
    [
        (100, 100, "up", False),
        (99, 100, "up", True),
        (101, 100, "down", True),
        (0, 0, "down", False),
        (-20, -10, "up", True),
        (None, 10, "up", None),
    ],
)
def test_a_period_that_is_over_is_met_or_missed(
    shop: Shop, actual, target, direction, missed
) -> None:
    found = standing(actual, target, direction, as_of_on=APRIL[1])
    assert (found.is_over, found.elapsed, found.is_at_risk) == (True, 1, missed)


def test_a_ratio_has_no_pace_but_its_attainment(shop: Shop) -> None:
    found = standing(90, is_sum=False)
    assert (found.attainment, found.pace, found.is_at_risk) == (0.9, 0.9, True)
    assert standing(90, direction="down", is_sum=False).is_at_risk is False


def test_a_forecast_says_more_than_pace(shop: Shop) -> None:
    assert standing(60, forecast=FORECAST).is_at_risk is True
    likely = FORECAST.model_copy(update={"chance": 0.7})
    assert standing(40, forecast=likely).is_at_risk is False


def test_a_goal_that_has_not_begun_has_no_pace(shop: Shop) -> None:
    found = standing(None, as_of_on=date(2024, 3, 31))
    assert (found.elapsed, found.pace, found.is_over) == (0, None, False)
    assert found.is_at_risk is None


def test_a_closed_half_of_a_month_is_no_time(shop: Shop) -> None:
    """Of April 2024 the working days are its Mondays: 1, 8, 15, 22, 29; 3 are over."""
    shop.write('[shop]\nworking_days = ["monday"]\nclosed_on = ["2024-04-22"]\n')
    found = standing(60)
    assert found.elapsed == 0.75
    assert found.pace == pytest.approx(0.8)


def test_met_is_on_the_good_side() -> None:
    down = Goal.model_validate(
        {
            "title": "A", "formula": "b", "owner": "C", "grain": "day", "target": 1,
            "direction": "down",
        }
    )  # fmt: skip
    assert is_met(down, 1, 1) is True
    assert is_met(down, 2, 1) is False
    assert is_met(down, None, 1) is None
    assert is_met(down, 1, None) is None
