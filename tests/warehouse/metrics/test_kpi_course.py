"""How a KPI stands follows from its periods alone."""

from datetime import date, timedelta

import pytest

from warehouse.metrics.kpi_course import IN_A_YEAR, Period, Standing, standing
from warehouse.settings.kpis import Kpi

DAY = date(2024, 1, 1)


def kpi(target: float | None = None, direction: str = "up") -> Kpi:
    return Kpi.model_validate(
        {
            "title": "A", "formula": "orders", "owner": "B", "grain": "day",
            "target": target, "direction": direction,
        }
    )  # fmt: skip


def days(*values: float | None, whole: int | None = None) -> list[Period]:
    """Return days with these values, of which so many from the first are whole."""
    count = len(values) if whole is None else whole
    return [
        Period(DAY + timedelta(place), DAY + timedelta(place), place < count, value)
        for place, value in enumerate(values)
    ]


def test_the_last_whole_period_stands_against_the_one_before() -> None:
    periods = days(10, 20, 30, whole=2)
    found = standing(kpi(25), periods)
    assert found == Standing(periods[1], periods[0], 0.8, False)


@pytest.mark.parametrize(
    ("target", "direction", "value", "attainment", "is_met"),
    [
        (50, "up", 50, 1.0, True),
        (50, "up", 49, 0.98, False),
        (50, "down", 50, 1.0, True),
        (50, "down", 60, 1.2, False),
        (50, "none", 60, 1.2, True),
        (0, "down", 0, None, True),
        (0, "down", 1, None, False),
        (-10, "up", -5, None, True),
        (50, "up", None, None, None),
        (None, "up", 60, None, None),
    ],
)
def test_attainment_is_actual_over_target(
    target: float | None,
    direction: str,
    value: float | None,
    attainment: float | None,
    is_met: bool | None,
) -> None:
    found = standing(kpi(target, direction), days(value))
    assert (found.attainment, found.is_met) == (attainment, is_met)
    assert found.before is None


def test_no_period_or_none_that_is_whole_is_no_standing() -> None:
    nothing = Standing(None, None, None, None)
    assert standing(kpi(25), []) == nothing
    assert standing(kpi(25), days(10, whole=0)) == nothing


def test_a_year_back_is_the_same_weekday() -> None:
    periods = days(*range(400))
    found = standing(kpi(), periods, IN_A_YEAR["day"])
    assert found.now is not None and found.before is not None
    assert found.now.first_on.weekday() == found.before.first_on.weekday()
    assert (found.now.first_on - found.before.first_on).days == 364
    assert standing(kpi(), days(1, 2), IN_A_YEAR["day"]).before is None
