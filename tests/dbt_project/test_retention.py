"""Random small shops: who comes back, by plain Python and by the marts."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.dbt_project import retention_oracle, rfm_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.found import found, found_history, found_movement
from tests.dbt_project.retention_oracle import Known
from tests.dbt_project.small_shops import Sale, Settings, build

Test = Callable[..., Any]
NEW_YORK, TEHRAN = "America/New_York", "Asia/Tehran"
# Every first day of a week, in both calendars, is one of `test_calendar`.
SETTINGS = [
    Settings(NEW_YORK, "monday", "gregorian", 24, (30, 90, 365)),
    Settings(TEHRAN, "saturday", "jalali", 3, (1, 2, 3)),
    Settings(NEW_YORK, "sunday", "jalali", 1, (60, 30, 45)),
]


@pytest.fixture(params=SETTINGS, ids=lambda given: given.week_start)
def shop(request: pytest.FixtureRequest) -> Settings:
    return request.param


@pytest.fixture
def models(shop: Settings, models_of: ModelsOf) -> Models:
    return models_of(**shop.variables)


# Midnights of both zones, before and after each: a new Jalali year on 20 March, a new
# month and quarter in both, and a leap day; else any time of fifteen months.
TIMES = st.sampled_from(
    [
        datetime.fromisoformat(f"{text}Z")
        for text in (
            "2023-12-31T20:29:59",
            "2023-12-31T20:30:00",
            "2024-01-01T04:59:59",
            "2024-01-01T05:00:00",
            "2024-02-29T12:00:00",
            "2024-03-19T20:29:59",
            "2024-03-19T20:30:00",
            "2024-03-20T04:00:00",
            "2024-04-01T04:00:00",
        )
    ]
) | st.datetimes(
    datetime(2023, 3, 1),  # noqa: DTZ001
    datetime(2024, 6, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


SALES = st.lists(
    st.builds(
        Sale,
        customer_id=st.sampled_from([None, "a", "b", "c", "d"]),
        at=st.none() | TIMES | TIMES | TIMES,
        amount=st.sampled_from([-7, 0, 1, 5, 5, 20]),
        status=st.sampled_from([None, None, None, "cancelled"]),
    ),
    max_size=25,
)
# From the first day of a Gregorian month to the last one of the next.
NEW_YEAR = datetime(2024, 1, 1, 12, tzinfo=UTC)
NOON = datetime(2024, 2, 29, 12, tzinfo=UTC)
LATER = datetime(2024, 6, 1, tzinfo=UTC)


def any_shop(max_examples: int) -> Callable[[Test], Test]:
    """Give a test ``sales`` and ``loaded_at``: random ones, and odd ones."""
    odd: list[tuple[list[Sale], datetime]] = [
        ([], LATER),
        ([Sale("a", NOON, 5)], LATER),
        ([Sale(None, NOON, 5)], LATER),
        ([Sale("a", None, 5)], LATER),
        ([Sale("a", NOON, -5)], LATER),
        ([Sale("a", NEW_YEAR, 5), Sale("b", NOON, 5)], LATER),
        ([Sale(c, NOON, 5) for c in "aabc"], NOON),
    ]

    def given_them(test: Test) -> Test:
        for sales, loaded_at in odd:
            test = example(sales=sales, loaded_at=loaded_at)(test)
        test = given(sales=SALES, loaded_at=TIMES)(test)
        return settings(
            max_examples=max_examples,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture],
        )(test)

    return given_them


@any_shop(max_examples=12)
def test_retention_agrees_with_the_definitions(
    models: Models, shop: Settings, sales: list[Sale], loaded_at: datetime
) -> None:
    compare(models, shop, sales, loaded_at)


def test_a_larger_shop_agrees_with_the_definitions(
    models: Models, shop: Settings
) -> None:
    """Customers who come, stay, pause and go, in a year and a quarter."""
    chance = random.Random(11)
    start = datetime(2023, 2, 20, tzinfo=UTC)
    sales = []
    for number in range(60):
        at = start + timedelta(hours=chance.randrange(430 * 24))
        gap = chance.choice([4, 20, 60, 200])
        for _ in range(chance.randrange(1, 12)):
            amount = chance.choice([-9, 3, 12, 12, 40])
            sales.append(Sale(f"c{number}", at, amount))
            at += timedelta(hours=1 + chance.randrange(gap * 48))
    known = compare(models, shop, sales, start + timedelta(days=450))
    months = [
        row
        for (kind, _), row in retention_oracle.lifecycle(known).items()
        if kind == "month" and row.is_complete
    ]
    for kind in ("new", "returning", "resurrected", "dormant"):
        assert sum(getattr(row, f"{kind}_customers") for row in months) > 15


def compare(
    models: Models, shop: Settings, sales: Sequence[Sale], loaded_at: datetime
) -> Known:
    known = build(models, shop, sales, loaded_at)
    history = rfm_oracle.rfm_history(known, shop.history_months)
    kpis = retention_oracle
    assert found(models, "kpi_retention", kpis.Retention, *PERIOD) == kpis.retention(
        known
    )
    assert found(models, "kpi_lifecycle", kpis.Lifecycle, *PERIOD) == kpis.lifecycle(
        known
    )
    assert found(
        models, "kpi_cohort_retention", kpis.Cell, "period", "cohort_start_on", LATER_BY
    ) == kpis.cohorts(known)
    assert found(
        models, "customer_lifecycle", kpis.Stage, "customer_id"
    ) == kpis.stages(known, *shop.lifecycle)
    assert found_history(models) == {key: rows for key, rows in history.items() if rows}
    assert found_movement(models, known) == rfm_oracle.rfm_movement(history)
    assert models.failures() == {}
    return known


PERIOD = ("period", "period_start_on")
LATER_BY = "periods_later"


PLAIN = SETTINGS[0]


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00:00Z")


def test_100_at_the_start_15_won_105_at_the_end_are_90_percent(
    models_of: ModelsOf,
) -> None:
    """The definition's own example; that the month before is cut marks the first."""
    models = models_of(**PLAIN.variables)
    old = [f"old{n}" for n in range(100)]
    new = [f"new{n}" for n in range(15)]
    build(
        models,
        PLAIN,
        [
            Sale(None, day("2023-12-31"), 1),
            *(Sale(customer, day("2024-01-15"), 10) for customer in old),
            *(Sale(customer, day("2024-02-15"), 10) for customer in old[:90] + new),
            Sale("late", day("2024-03-01"), 1),
        ],
        day("2024-04-01"),
    )
    columns = "is_complete, customers_at_start, customers_won, customers_at_end"
    assert models.rows(
        f"""
        select {columns}, customers_retained, classic_retention_pct as classic,
            returning_retention_pct as returning, retained_revenue_amount as revenue
        from candidate.marts.kpi_retention
        where period = 'month' and period_start_on = '2024-02-01'
        """
    ) == [
        {
            "is_complete": True,
            "customers_at_start": 100,
            "customers_won": 15,
            "customers_at_end": 105,
            "customers_retained": 90,
            "classic": 90.0,
            "returning": 90.0,
            "revenue": Decimal(900),
        }
    ]


def test_who_comes_back_after_a_pause_lifts_the_classic_rate_over_100(
    models_of: ModelsOf,
) -> None:
    """And a month without any order is one, with nobody at its end."""
    models = models_of(**PLAIN.variables)
    build(
        models,
        PLAIN,
        [
            *(Sale(customer, day("2024-01-15"), 1) for customer in "ab"),
            Sale("c", day("2024-03-15"), 1),
            *(Sale(customer, day("2024-04-15"), 1) for customer in "abc"),
        ],
        day("2024-05-01"),
    )
    assert models.rows(
        """
        select month(period_start_on) as month, customers_at_start as start,
            customers_won as won, customers_at_end as end,
            classic_retention_pct as classic, returning_retention_pct as returning
        from candidate.marts.kpi_retention
        where period = 'month'
        order by month
        """
    ) == [
        {
            "month": month,
            "start": start,
            "won": won,
            "end": end,
            "classic": classic,
            "returning": returning,
        }
        for month, start, won, end, classic, returning in (
            (1, None, 2, 2, None, None),
            (2, 2, 0, 0, 0.0, 0.0),
            (3, 0, 1, 1, None, None),
            (4, 1, 0, 3, 300.0, 100.0),
        )
    ]
