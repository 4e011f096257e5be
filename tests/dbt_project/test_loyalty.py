"""Random small shops: who stays, goes and is new, by plain Python and by the marts."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example

from tests.dbt_project import loyalty_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.loyalty_oracle import Asked
from tests.dbt_project.retention_oracle import Known
from tests.dbt_project.small_shops import Sale, Settings, build
from tests.dbt_project.test_retention import LATER, NOON, any_shop

WEIGHTS = {"recency": 2, "frequency": 0.5, "monetary": 1.5}
ASKED = Asked()
SETTINGS = [
    Settings("America/New_York", "monday", "gregorian", 24, (30, 90, 365)),
    Settings("Asia/Tehran", "saturday", "jalali", 3, (1, 2, 3)),
]


@pytest.fixture(params=SETTINGS, ids=lambda given: given.week_start)
def shop(request: pytest.FixtureRequest) -> Settings:
    return request.param


@pytest.fixture
def models(shop: Settings, models_of: ModelsOf) -> Models:
    return models_of(**shop.variables, **ASKED.variables, rfm_weights=WEIGHTS)


@any_shop(max_examples=8)
@example(sales=[Sale("a", NOON, 0), Sale("a", NOON, 0)], loaded_at=LATER)
def test_loyalty_agrees_with_the_definitions(
    models: Models, shop: Settings, sales: list[Sale], loaded_at: datetime
) -> None:
    compare(models, shop, sales, loaded_at)


def test_a_larger_shop_agrees_with_the_definitions(
    models: Models, shop: Settings
) -> None:
    """Forty customers, each with a pace of their own, of whom some stop."""
    start, sales = datetime(2023, 2, 20, tzinfo=UTC), []
    for number in range(40):
        at = start + timedelta(hours=7 * number * number % 5000)
        for order in range(1 + number % 9):
            sales.append(Sale(f"c{number}", at, (number * order) % 30 - 2))
            at += timedelta(hours=30 + (number * 53 + order * 211) % 900)
    known = compare(models, shop, sales, start + timedelta(days=400))
    gone = [row[-1] for row in loyalty_oracle.churn(known, ASKED).values()]
    assert gone.count(True) > 5
    assert gone.count(False) > 1
    assert len(set(loyalty_oracle.thresholds(known, ASKED).values())) > 1


def compare(
    models: Models, shop: Settings, sales: Sequence[Sale], loaded_at: datetime
) -> Known:
    known = build(models, shop, sales, loaded_at)
    span = known.first_on, known.as_of_on
    days = loyalty_oracle.order_days(known)
    assert found_cells(models) == loyalty_oracle.cells(
        "customers", days, span, known.calendar, ASKED
    )
    assert found_churn(models) == loyalty_oracle.churn(known, ASKED)
    assert found_segments(models) == loyalty_oracle.churn_by_segment(known, ASKED)
    timed = [f"o{n}" for n, sale in enumerate(sales) if sale.at is not None]
    timeless = [f"t{n}" for n, sale in enumerate(sales) if sale.at is None]
    named = dict(zip([*timed, *timeless], known.orders, strict=True))
    expected = loyalty_oracle.new_customers(known, named)
    assert found_new(models, "channel is null") == expected
    # Nobody is known to have visited.
    assert found_new(models, "channel = 'unknown'") == expected
    for row in models.rows("from candidate.marts.customer_rfm"):
        r, f, m = (row[f"{letter}_score"] for letter in "rfm")
        assert row["rfm_score"] == pytest.approx((2 * r + 0.5 * f + 1.5 * m) / 4)
    assert models.failures() == {}
    return known


def found_cells(models: Models) -> loyalty_oracle.Cells:
    rows = models.rows("from candidate.marts.kpi_nday_retention")
    grain = ("population", "period", "cohort_start_on", "kind", "from_day", "to_day")
    return {
        tuple(row[name] for name in grain): (
            row["cohort_end_on"],
            row["cohort_size"],
            row["retained"],
            round(row["retention_pct"], 9),
            row["is_complete"],
        )
        for row in rows
    }


def found_churn(models: Models) -> dict[str, tuple[Any, ...]]:
    columns = "order_days churn_segment threshold_segment threshold_days recency_days"
    return _found(models, "customer_churn", "customer_id", f"{columns} is_churned")


def found_segments(models: Models) -> dict[str, tuple[Any, ...]]:
    return _found(
        models,
        "kpi_churn_thresholds",
        "churn_segment",
        "customers churned_customers churn_pct gap_customers gaps gap_median_days "
        "gap_p75_days gap_p90_days threshold_days",
    )


def found_new(models: Models, where: str) -> dict[Any, tuple[Any, ...]]:
    return _found(
        models,
        f"kpi_new_customers where {where}",
        "month_start_on",
        "month_end_on customers first_orders_amount repeat_customers repeat_pct "
        "revenue_in_90_days_amount is_complete",
    )


def _found(
    models: Models, mart: str, key: str, columns: str
) -> dict[Any, tuple[Any, ...]]:
    def plain(value: object) -> object:
        return round(value, 9) if isinstance(value, float) else value

    return {
        row[key]: tuple(plain(row[name]) for name in columns.split())
        for row in models.rows(f"from candidate.marts.{mart}")
    }


PLAIN = SETTINGS[0]


def test_below_100_buyers_there_is_no_threshold(models_of: ModelsOf) -> None:
    """Of 99 who came back after 10 days none is learned, of 100 one is."""
    models = models_of(**PLAIN.variables)
    for buyers, threshold in ((99, None), (100, 10.0)):
        first = datetime(2024, 1, 1, 12, tzinfo=UTC)
        sales = [
            Sale(f"c{n}", first + timedelta(days=day), 5)
            for n in range(buyers)
            for day in (0, 10)
        ]
        build(models, PLAIN, sales, first + timedelta(days=30))
        rows = found_segments(models)
        # Nobody came back from two orders, so all are judged by all.
        assert rows["1"][-1] == rows["all"][-1] == threshold
        assert rows["2-4"][-1] is None
        assert rows["all"][:2] == (buyers, None if threshold is None else 0)


def test_first_value_and_repeat_within_90_days_are_those_of_a_known_month(
    models_of: ModelsOf,
) -> None:
    models = models_of(**PLAIN.variables)
    noon = datetime(2024, 1, 1, 17, tzinfo=UTC)
    sales = [
        Sale(None, noon, 1),
        Sale("ann", noon, 10),
        Sale("ann", noon + timedelta(days=90), 1),
        Sale("bob", noon, 20),
        Sale("bob", noon + timedelta(days=91), 2),
    ]
    build(models, PLAIN, sales, datetime(2024, 6, 1, tzinfo=UTC))
    [(end, customers, spent, repeat, pct, revenue, _)] = found_new(
        models, "channel is null"
    ).values()
    assert (customers, spent, repeat, pct) == (2, Decimal(30), 1, 50.0)
    assert (end.isoformat(), revenue) == ("2024-01-31", Decimal(31))
