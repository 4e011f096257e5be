"""What a rule says of numbers: by hand, and by the robust figures of SciPy."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import median_abs_deviation

from warehouse.alerts.judging import (
    FEWEST,
    LEAST_SPREAD,
    WEEKS,
    judge_goal,
    judge_periods,
    usual_range,
)
from warehouse.metrics.kpi_course import Period
from warehouse.outlook import Forecast, GoalOutlook, Outlook
from warehouse.settings.alerts import Alert

MONDAY = date(2024, 1, 1)


def alert(**entries: Any) -> Alert:
    return Alert.model_validate(
        {"title": "A", "formula": "revenue", "owner": "B"} | entries
    )


def days(*values: float | None, whole: int | None = None) -> list[Period]:
    """Return days with these values, of which so many from the first are whole."""
    count = len(values) if whole is None else whole
    return [
        Period(
            MONDAY + timedelta(place), MONDAY + timedelta(place), place < count, value
        )
        for place, value in enumerate(values)
    ]


def verdicts(rule: Alert, periods: list[Period]) -> list[str]:
    return [one.verdict for one in judge_periods(rule, periods, "money")]


def test_a_threshold_is_for_whole_periods_and_equal_is_well() -> None:
    rule = alert(kind="threshold", below=10, above=20)
    found = verdicts(rule, days(9.99, 10, 20, 20.01, None, 5, whole=5))
    assert found == ["firing", "quiet", "quiet", "firing", "unknown"]


def test_no_whole_period_is_not_enough_data() -> None:
    [found] = judge_periods(alert(kind="threshold", below=1), days(0, whole=0), "money")
    assert (found.verdict, found.why) == ("unknown", "no day is whole yet")


def weekly(*mondays: float | None, last: float) -> list[Period]:
    """Return days of which only Mondays have values; the last is held against them."""
    values: list[float | None] = []
    for monday in mondays:
        values += [monday, *[None] * 6]
    return days(*values, last)


def test_an_anomaly_is_held_against_the_same_weekdays() -> None:
    # Median 100; deviations 10, 10, 0, 0, 20, 20: their median 10, so a spread of
    # 14.826; four of them reach from 40.696 to 159.304.
    mondays = (90, 110, 100, 100, 80, 120)
    rule = alert(kind="anomaly")
    for value, verdict in [(40.6, "firing"), (40.8, "quiet"), (159.4, "firing")]:
        found = judge_periods(rule, weekly(*mondays, last=value), "money")[-1]
        assert found.verdict == verdict
        assert found.usual == 100
        assert (found.low, found.high) == pytest.approx((40.696, 159.304))
    assert (
        verdicts(alert(kind="anomaly", side="below"), weekly(*mondays, last=999))[-1]
        == "quiet"
    )


def test_five_weekdays_are_not_enough_and_days_without_a_value_do_not_count() -> None:
    rule = alert(kind="anomaly")
    assert verdicts(rule, weekly(1, 1, 1, 1, 1, last=9))[-1] == "unknown"
    assert verdicts(rule, weekly(1, 1, 1, None, 1, 1, last=9))[-1] == "unknown"
    assert verdicts(rule, weekly(1, 1, 1, None, 1, 1, 1, last=9))[-1] == "firing"


def test_equal_days_leave_room_for_small_steps() -> None:
    rule = alert(kind="anomaly")
    same = (100.0,) * 6
    # A spread is at least 5 of 100; four of them are 20.
    assert verdicts(rule, weekly(*same, last=80))[-1] == "quiet"
    assert verdicts(rule, weekly(*same, last=79.9))[-1] == "firing"


def test_what_is_0_on_all_such_days_has_no_usual_range() -> None:
    found = judge_periods(alert(kind="anomaly"), weekly(*[0.0] * 8, last=3), "count")
    assert found[-1].verdict == "unknown"
    assert "not only zeros" in str(found[-1].why)


amounts = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(st.none() | amounts, max_size=WEEKS + 4), st.floats(1, 20))
def test_the_range_is_that_of_scipy(
    mondays: list[float | None], spreads: float
) -> None:
    now = MONDAY + timedelta(weeks=100)
    # Newest first.
    values = {now - timedelta(weeks=back + 1): one for back, one in enumerate(mondays)}
    known = [one for one in mondays[:WEEKS] if one is not None]
    found = usual_range(now, values, spreads)
    if len(known) < FEWEST:
        assert found is None
        return
    usual = float(np.median(known))
    spread = float(median_abs_deviation(known, scale=1 / 1.4826))
    spread = max(spread, LEAST_SPREAD * abs(usual))
    if spread == 0:
        assert found is None
    else:
        expected = (usual, usual - spreads * spread, usual + spreads * spread)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-6)


def goal(**more: Any) -> GoalOutlook:
    return GoalOutlook.model_validate(
        {
            "name": "sales", "title": "Sales", "unit": "money", "direction": "up",
            "first_on": "2024-03-01", "last_on": "2024-03-31",
            "as_of_on": "2024-03-10", "is_over": False, "target": 100, "actual": 20,
            "attainment": 0.2, "elapsed": 0.3, "pace": 0.66,
        }
        | more
    )  # fmt: skip


def looked(*goals: GoalOutlook, **problems: str) -> Outlook:
    made_at = datetime(2024, 3, 11, tzinfo=UTC)
    return Outlook(version=1, made_at=made_at, goals=goals, problems=problems)


def forecast(chance: float | None) -> Forecast:
    return Forecast(value=80, low=70, high=90, level_pct=80, chance=chance, model="m")


@pytest.mark.parametrize(
    ("is_at_risk", "chance", "below", "verdict"),
    [
        (True, 0.1, None, "firing"),
        (False, 0.9, None, "quiet"),
        (True, 0.4, 0.3, "quiet"),
        (True, 0.29, 0.3, "firing"),
        (None, None, None, "unknown"),
        (True, None, 0.3, "unknown"),
    ],
)
def test_a_goal_is_at_risk_as_its_outlook_says(
    is_at_risk: bool | None, chance: float | None, below: float | None, verdict: str
) -> None:
    rule = alert(kind="goal", formula=None, goal="sales", chance_below=below)
    found = judge_goal(
        rule, looked(goal(is_at_risk=is_at_risk, forecast=forecast(chance)))
    )
    assert found.verdict == verdict
    assert (found.value, found.low, found.high) == (80, 100, None)


def test_a_goal_that_is_over_was_met_or_missed() -> None:
    rule = alert(kind="goal", formula=None, goal="sales", chance_below=0.3)
    over = goal(is_over=True, is_at_risk=True, actual=99, forecast=forecast(0.9))
    found = judge_goal(rule, looked(over))
    assert (found.verdict, found.value, found.chance) == ("firing", 99, None)


def test_a_goal_that_nobody_knows_is_said() -> None:
    rule = alert(kind="goal", formula=None, goal="sales")
    assert judge_goal(rule, None).verdict == "unknown"
    assert judge_goal(rule, looked()).why == (
        "there is no goal sales; name a file of goals/"
    )
    broken = judge_goal(rule, looked(sales="there is no metric revnue"))
    assert (broken.verdict, broken.why) == (
        "broken",
        "the goal sales: there is no metric revnue",
    )
    silent = goal(is_at_risk=None, why_no_forecast="too few days: 3 of 30")
    assert judge_goal(rule, looked(silent)).why == "too few days: 3 of 30"
