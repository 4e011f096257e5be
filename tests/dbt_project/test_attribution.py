"""Random small shops: attribution says what plain Python says, and adds up."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dbt_project import attribution_oracle
from tests.dbt_project.attribution_oracle import (
    MODELS,
    Order,
    Shop,
    Spend,
    Visit,
    attribution,
    touches,
)
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.random_visits import (
    BEGIN,
    CAMPAIGNS,
    DAYS_BACK,
    LINKS,
    SHOPS,
    ZONE,
    raw,
)


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(
        shop_timezone=str(ZONE),
        cancelled_statuses=["cancelled"],
        attribution_lookback_days=DAYS_BACK,
    )


@given(shop=SHOPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_attribution_agrees_with_the_definitions(models: Models, shop: Shop) -> None:
    compare(models, shop)


def test_a_busy_shop_agrees_with_the_definitions(models: Models) -> None:
    """Orders of one, two, three and more touches, of customers and of guests."""
    channels = [*LINKS]
    visits = [
        Visit(
            browser="wxyz"[n % 4],
            at=BEGIN + timedelta(hours=2 * n),
            channel=channels[(n * n) % 4],
            campaign="c1" if channels[(n * n) % 4] != "direct" else None,
            user="a" if n % 9 == 1 else None,
            ordered=f"o{n}" if n % 3 == 0 else None,
            is_report=False,
        )
        for n in range(60)
    ]
    orders = [
        Order(
            f"o{n}",
            [None, "a", "b", "c"][(n // 3) % 4],
            BEGIN + timedelta(hours=2 * n, minutes=5),
            Decimal(n) + Decimal("0.99"),
            is_cancelled=n % 15 == 0,
        )
        for n in range(0, 60, 3)
    ]
    spend = (Spend(date(2024, 3, 5), "paid", "Spring", Decimal(20)),)
    owners = {"w": "a", "x": "b"}
    shop = Shop(
        ZONE, timedelta(days=7), owners, tuple(visits), tuple(orders), spend, CAMPAIGNS
    )
    compare(models, shop)
    counts = {len(touches(shop, order)) for order in orders if order.counts}
    assert {1, 2, 3} <= counts
    assert max(counts) > 5


def test_orders_of_a_site_without_a_system_are_its_visitors(models: Models) -> None:
    """Nobody is signed in: the browser alone says which visits led to the order."""
    visits = (
        Visit("w", BEGIN, "paid", "c1", None, None, is_report=False),
        Visit("x", BEGIN, "email", None, None, None, is_report=False),
        Visit(
            *("w", BEGIN + timedelta(days=1), "direct", None, None, "o1"),
            is_report=False,
        ),
    )
    shop = Shop(ZONE, timedelta(days=7), {}, visits, (), (), CAMPAIGNS)
    models.build(raw(shop), only=("kpi_attribution", "kpi_daily_sales"))
    found = models.rows(
        "select channel, campaign, conversions, revenue_amount "
        "from candidate.marts.kpi_attribution where attribution_model = 'linear' "
        "order by all"
    )
    assert [tuple(row.values()) for row in found] == [
        ("direct", None, 0.5, Decimal("0.5")),
        ("paid", "c1", 0.5, Decimal("0.5")),
    ]
    assert models.failures() == {}


@pytest.mark.parametrize("orders", [0, 1])
def test_a_shop_of_no_order_or_one_has_no_odd_number(
    models: Models, orders: int
) -> None:
    one = Order("o1", None, BEGIN, Decimal(5), is_cancelled=False)
    shop = Shop(ZONE, timedelta(days=7), {}, (), (one,)[:orders], (), {})
    compare(models, shop)
    rows = models.rows("from candidate.marts.kpi_attribution")
    assert [row["channel"] for row in rows] == ["no touch known"] * 5 * orders
    assert all(row["return_on_ad_spend"] is None for row in rows)


def test_known_answers() -> None:
    """The definitions by hand: an order of 100 after e-mail, search, paid, direct."""
    shown = ["email", "search", "paid", "direct"]
    assert {
        model: [float(share) for share in attribution_oracle.credits(shown, model)]
        for model in MODELS
    } == {
        "first": [1, 0, 0, 0],
        "last": [0, 0, 0, 1],
        "last_non_direct": [0, 0, 1, 0],
        "linear": [0.25] * 4,
        "position": [0.4, 0.1, 0.1, 0.4],
    }
    assert (
        attribution_oracle.credits(["paid", "direct"], "position")
        == [Fraction(1, 2)] * 2
    )


def compare(models: Models, shop: Shop) -> None:
    models.build(raw(shop), only=("kpi_attribution", "kpi_daily_sales"))
    found = models.rows("from candidate.marts.kpi_attribution")
    expected = attribution(shop)
    keys = [
        (row["day_on"], row["attribution_model"], row["channel"], row["campaign"])
        for row in found
    ]
    assert sorted(keys, key=str) == sorted(expected, key=str)
    for key, row in zip(keys, found, strict=True):
        orders, revenue, spend = expected[key]
        assert row["conversions"] == pytest.approx(float(orders), abs=1e-9)
        assert float(row["revenue_amount"]) == pytest.approx(float(revenue), abs=1e-4)
        assert row["spend_amount"] == spend
        roas = float(revenue / Fraction(spend)) if spend else None
        assert row["return_on_ad_spend"] == (
            None if roas is None else pytest.approx(roas, abs=1e-9)
        )
    assert found_touches(models) == {
        order.order_id: [visit.at.replace(tzinfo=None) for visit in led]
        for order in shop.orders
        if (led := touches(shop, order))
    }
    assert models.failures() == {}


def found_touches(models: Models) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    for row in models.rows(
        "from candidate.marts.customer_touches order by order_id, touch_number"
    ):
        found.setdefault(row["order_id"], []).append(row["started_at"])
    return found
