"""The chart of a goal: its rows by hand, and that Vega-Lite can draw them."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboards.goals.progress import progress, progress_rows
from dashboards.goals.standing import Shown
from dashboards.goals.targets import TargetsError, parsed_targets, written_targets
from dashboards.queries.goals import Came
from tests.conftest import Shop
from tests.dashboards.vega_lite import assert_valid
from warehouse.metrics.goal_course import GoalCourse, GoalPeriod
from warehouse.metrics.goal_standing import goal_outlook
from warehouse.metrics.units import Unit
from warehouse.outlook import Forecast, ForecastDay
from warehouse.settings.entries import Entry
from warehouse.settings.goals import Goal

FIRST = date(2024, 4, 1)
"""A Monday; the goal is 40 in four days, of which two are known: 5 and 10."""


def shown(*, is_forecast: bool) -> Shown:
    days = [FIRST + timedelta(days=place) for place in range(4)]
    goal = Goal.model_validate(
        {
            "title": "A", "formula": "orders", "owner": "B", "target": 40,
            "starts_on": days[0], "ends_on": days[3],
        }
    )  # fmt: skip
    saved = Entry("a", goal, Path("a.yml"), "")
    period = GoalPeriod(days[0], days[3], 40, 15)
    course = GoalCourse(Unit(("count",)), True, FIRST, days[1], period, ())
    ahead = tuple(
        ForecastDay(
            day_on=day, value=10, low=8, high=12,
            total=total, total_low=total - 2, total_high=total + 2,
        )
        for day, total in zip(days[2:], (25, 35), strict=True)
    )  # fmt: skip
    forecast = Forecast(
        value=35, low=33, high=37, level_pct=80, chance=0, model="a week", days=ahead
    )
    computed = goal_outlook(saved, course, forecast) if is_forecast else None
    came = Came(course, tuple(zip(days[:2], (5.0, 10.0), strict=True)))
    return Shown(saved, came, computed)


def known(rows: pd.DataFrame, column: str) -> list[float | None]:
    return [None if pd.isna(value) else value for value in rows[column]]


def test_rows_are_sums_until_each_day_beside_the_way_to_the_target(shop: Shop) -> None:
    shop.write('[shop]\nclosed_on = ["2024-04-02"]\n')
    rows = progress_rows(shown(is_forecast=True))
    assert known(rows, "actual") == [5, 15, None, None]
    # Of four days one is closed: a third of 40 on each other.
    assert known(rows, "line") == pytest.approx([40 / 3, 40 / 3, 80 / 3, 40])
    # What is expected goes on from what is known.
    assert known(rows, "total") == [None, 15, 25, 35]
    assert known(rows, "total_low") == [None, 15, 23, 33]
    assert rows["total_high_text"].to_list() == ["–", "15", "27", "37"]
    assert rows["when"].iloc[0] == "1 Apr 2024"


@pytest.mark.parametrize("is_forecast", [True, False])
def test_the_chart_can_be_drawn(shop: Shop, is_forecast: bool) -> None:
    rows = progress_rows(shown(is_forecast=is_forecast))
    assert_valid(progress(rows, {"accent": "reached", "ink": "way to the target"}))


def test_targets_are_written_and_read_as_text() -> None:
    targets = {date(2026, 12, 1): 420000.0, date(2027, 1, 1): 1234567.5}
    text = "2026-12-01: 420000, 2027-01-01: 1234567.5"
    assert written_targets(targets) == text
    assert parsed_targets(text) == targets
    assert parsed_targets(" , ") == {}
    for wrong in ("May: 5", "2026-12-01", "2026-12-01: a lot", "2026-13-01: 5"):
        with pytest.raises(TargetsError, match="write its first day and a number"):
            parsed_targets(wrong)
