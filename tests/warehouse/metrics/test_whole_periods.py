"""Metrics of tables that have a row for each kind of period and period."""

from datetime import date

import pytest

from tests.dbt_project.calendar_oracle import Calendar
from tests.warehouse.metrics.conftest import Marts
from tests.warehouse.metrics.random_marts import days
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Grain, Question

RETENTION = ("retention_returning", "retention_classic", "customers_at_end")


def row(period: str, start: date, at_start: int | None, **counts: int) -> dict:
    return {
        "period": period,
        "period_start_on": start,
        "customers_at_start": at_start,
        "customers_retained": None if at_start is None else counts["kept"],
        "customers_won": counts["won"],
        "customers_at_end": counts["end"],
    }


ROWS = {
    "kpi_retention": [
        row("month", date(2024, 1, 1), None, kept=0, won=100, end=100),
        row("month", date(2024, 2, 1), 100, kept=85, won=15, end=105),
        row("month", date(2024, 3, 1), 105, kept=42, won=0, end=63),
        row("week", date(2024, 1, 1), None, kept=0, won=10, end=10),
        row("week", date(2024, 1, 29), 10, kept=4, won=1, end=5),
        row("quarter", date(2024, 1, 1), None, kept=0, won=115, end=115),
    ]
}
"""Start 100, won 15, end 105 are 90 %; 85 of the 100 came back."""


@pytest.fixture
def shop(marts: Marts) -> Marts:
    marts.fill({"dim_dates": days(Calendar(0, is_jalali=False)), **ROWS})
    return marts


def asked(marts: Marts, grain: str) -> list[tuple[float | None, ...]]:
    question = Question(
        {name: name for name in RETENTION},
        grain,  # pyright: ignore[reportArgumentType]
        first_on=date(2024, 1, 1),
        last_on=date(2024, 3, 31),
    )
    return [tuple(found[name] for name in RETENTION) for found in marts.ask(question)]


def test_a_question_by_month_reads_the_rows_of_months(shop: Marts) -> None:
    assert asked(shop, "month") == [(None, None, 100), (0.85, 0.9, 105), (0.4, 0.6, 63)]


def test_a_question_by_week_reads_those_of_weeks(shop: Marts) -> None:
    found = [values for values in asked(shop, "week") if values[2]]
    assert found == [(None, None, 10), (0.4, 0.4, 5)]


def test_nothing_stands_before_the_first_period_of_a_kind(marts: Marts) -> None:
    """The first week begins in December, the first month and quarter in January."""
    rows = [
        row("week", date(2023, 12, 25), None, kept=0, won=2, end=2),
        row("week", date(2024, 1, 1), 2, kept=1, won=1, end=2),
        row("month", date(2024, 1, 1), None, kept=0, won=3, end=3),
        row("quarter", date(2024, 1, 1), None, kept=0, won=3, end=3),
    ]
    calendar = days(Calendar(0, is_jalali=False))
    marts.fill({"dim_dates": calendar, "kpi_retention": rows})

    def periods(grain: Grain) -> list[date]:
        asked = Question({"won": "customers_won"}, grain)
        return [found["period"] for found in marts.ask(asked)]

    assert periods("week") == [date(2023, 12, 25), date(2024, 1, 1)]
    assert periods("month") == [date(2024, 1, 1)]
    assert periods("quarter") == [date(2024, 1, 1)]
    assert periods("year") == []


def test_a_quarter_is_no_sum_of_months(shop: Marts) -> None:
    assert asked(shop, "quarter") == [(None, None, 115)]


def test_metricflow_says_the_same_of_the_rows_of_months(shop: Marts) -> None:
    theirs = shop.metricflow.rows(
        shop.connection,
        ["retention_returning", "customers_at_end"],
        ["metric_time__shop_month"],
        "{{ Dimension('retained__retention_period') }} = 'month'",
    )
    by_month = {found["metric_time__shop_month"]: found for found in theirs}
    assert by_month[date(2024, 2, 1)]["retention_returning"] == pytest.approx(0.85)
    assert by_month[date(2024, 3, 1)]["customers_at_end"] == 63


@pytest.mark.parametrize("asked", [{}, {"windows": [(date(2024, 1, 1),) * 2]}])
def test_without_a_kind_of_period_it_says_which_there_are(
    shop: Marts, asked: dict
) -> None:
    with pytest.raises(MetricError, match="ask for it by week, month, quarter or year"):
        shop.ask(Question({"value": "retention_classic"}, **asked))


def test_days_are_no_kind_that_it_is_known_by(shop: Marts) -> None:
    with pytest.raises(MetricError, match="by week and longer, not by day"):
        shop.ask(Question({"value": "retention_classic"}, "day"))
