"""Random small shops: the marketing marts say what plain Python says."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from tests.dbt_project import campaigns_oracle, promotions_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.marketing_marts import (
    compare_campaigns,
    found_promotions,
    found_sold,
    redemption,
)
from tests.dbt_project.marketing_shop import (
    Campaign,
    Line,
    Membership,
    Order,
    Promotion,
    Shop,
)
from tests.dbt_project.random_marketing_shops import DAYS, SHOPS, ZONE, raw


@pytest.fixture
def models(models_of: ModelsOf) -> Models:
    return models_of(
        shop_timezone=str(ZONE),
        cancelled_statuses=["cancelled", "void"],
        units_exclude_departments=["fuel"],
    )


@given(shop=SHOPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_marts_agree_with_the_definitions(models: Models, shop: Shop) -> None:
    compare(models, shop)


AT_THE_END = ("until now", "half")


def test_a_larger_shop_agrees_with_the_definitions(models: Models) -> None:
    """Enough customers for each band: by a list, by a holdout, all, one, and none."""
    chance = random.Random(7)
    customers = [f"c{number}" for number in range(80)]
    orders = tuple(
        Order(
            customer_id=customers[int(chance.triangular(0, 80, 0))],
            store_id=None,
            ordered_at=datetime(2024, 3, 1, 18, tzinfo=UTC)
            + timedelta(days=chance.randrange(40)),
            is_cancelled=chance.random() < 0.1,
            lines=(
                Line(
                    None,
                    Decimal(1),
                    Decimal(chance.choice(["2.5", "5", "9.99", "30", "-5"])),
                    Decimal(0),
                ),
            ),
        )
        for _ in range(500)
    )
    audiences: dict[str, list[tuple[str, bool]]] = {
        "chosen": [(one, False) for one in customers[:50:2]],
        "held out": [(one, place % 3 == 0) for place, one in enumerate(customers[:60])],
        "until now": [(one, False) for one in customers[:40]],
        "half": [(one, False) for one in [*customers[::2], "c1", "c3", "c5"]],
        "all": [(one, False) for one in customers],
        "one": [("c1", False)],
        "strangers": [("nobody", False), ("no one", False)],
    }
    shop = Shop(
        zone=ZONE,
        loaded_at=datetime(2024, 6, 1, tzinfo=UTC),
        orders=orders,
        campaigns=tuple(
            Campaign(name, last - timedelta(days=8), last)
            for name in audiences
            for last in [DAYS[-1] if name not in AT_THE_END else date(2024, 4, 9)]
        ),
        memberships=tuple(
            Membership(name, customer, is_held)
            for name, listed in audiences.items()
            for customer, is_held in listed
        ),
    )
    compare(models, shop)
    found = campaigns_oracle.campaigns(shop)
    sides = {
        name: (counted.compared_members, counted.compared_non_members)
        for name, (counted, _) in found.items()
    }
    assert min(sides["chosen"]) >= 15
    assert found["until now"][1]["member_after_amount"] is None
    assert min(sides["held out"]) >= 15
    assert sides["all"] == sides["strangers"] == (0, 0)
    assert sides["one"][0] == 1
    assert [name for name, (one, _) in found.items() if one.is_randomised] == [
        "held out"
    ]
    comparable = {name for name, (one, _) in found.items() if one.is_comparable}
    assert comparable == {"half"}


def test_a_list_names_a_store_that_never_sold(models: Models) -> None:
    """It has its own promotion, and none for being listed without one."""
    monday = date(2024, 3, 4)
    shop = Shop(
        zone=ZONE,
        loaded_at=datetime(2024, 6, 1, tzinfo=UTC),
        promotions=(
            Promotion("p", None, monday, None, "A"),
            Promotion("p", "own", monday, "7", None),
            Promotion("p", "none", monday, None, None),
        ),
    )
    compare(models, shop)
    assert {key: one.stores for key, one in found_sold(models).items()} == {
        ("p", monday, "display and mailer"): 1
    }


def compare(models: Models, shop: Shop) -> None:
    models.build(raw(shop))
    found = models.rows("from candidate.marts.fct_coupon_redemptions")
    expected = Counter(campaigns_oracle.redemptions(shop))
    assert Counter(redemption(row) for row in found) == expected
    assert found_promotions(models) == promotions_oracle.promotions(shop)
    assert found_sold(models) == promotions_oracle.sold_by_promotion(shop)
    compare_campaigns(models, shop)
    assert models.failures() == {}
