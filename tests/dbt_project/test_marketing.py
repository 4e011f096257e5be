"""Random small shops: the marketing marts say what plain Python says."""

import random
from collections import Counter
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.dbt_project import campaigns_oracle, promotions_oracle
from tests.dbt_project.compiled import Models
from tests.dbt_project.conftest import ModelsOf
from tests.dbt_project.marketing_shop import (
    Campaign,
    Coupon,
    Line,
    Membership,
    Order,
    Promotion,
    Redemption,
    Shop,
)

ZONE = ZoneInfo("America/New_York")

# Three weeks around the night when New York's clocks went forward; times of day on
# both sides of the shop's midnight in UTC.
DAYS = [date(2024, 3, 1) + timedelta(days=n) for n in range(21)]
TIMES = st.builds(
    lambda day, hour: datetime(day.year, day.month, day.day, hour, tzinfo=UTC),
    st.sampled_from(DAYS),
    st.sampled_from([3, 4, 5, 18]),
)


def rarely(value: object, otherwise: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw a value one time in eight, and else another."""
    return st.integers(0, 7).flatmap(lambda n: otherwise if n else st.just(value))


CUSTOMERS = st.sampled_from(["c1", "c2", "c3", "c4", "c5", "c6"])
STORES = st.none() | st.sampled_from("st")
PRODUCTS = st.sampled_from("pq")
CAMPAIGNS = st.sampled_from("mn")
COUPONS = st.sampled_from("kl")
CODES = st.sampled_from([None, "", "0", "7", "A"])

LINES = st.builds(
    Line,
    product_id=st.none() | PRODUCTS,
    quantity=st.sampled_from([Decimal(1), Decimal("0.125"), Decimal(-1)]),
    line_amount=st.sampled_from([Decimal(text) for text in ("-3", "0.01", "5", "8")]),
    discount_amount=st.sampled_from([Decimal(0), Decimal("0.5")]),
)
ORDERS = st.builds(
    Order,
    customer_id=rarely(None, CUSTOMERS),
    store_id=STORES,
    ordered_at=TIMES,
    is_cancelled=st.sampled_from([False, False, False, True]),
    lines=st.lists(LINES, min_size=1, max_size=3).map(tuple),
)
SHOPS = st.builds(
    Shop,
    zone=st.just(ZONE),
    loaded_at=TIMES | st.just(datetime(2024, 6, 1, tzinfo=UTC)),
    orders=st.lists(ORDERS, min_size=6, max_size=25).map(tuple),
    campaigns=st.lists(
        st.builds(
            Campaign,
            campaign_id=CAMPAIGNS,
            starts_on=rarely(None, st.sampled_from(DAYS[3:])),
            ends_on=rarely(None, st.sampled_from(DAYS[6:])),
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda one: one.campaign_id,
    ).map(tuple),
    memberships=st.lists(
        st.builds(
            Membership,
            campaign_id=CAMPAIGNS,
            customer_id=rarely("unknown", CUSTOMERS),
            is_holdout=st.sampled_from([None, None, None, False, True]),
        ),
        min_size=1,
        max_size=8,
    ).map(tuple),
    coupons=st.lists(
        st.builds(Coupon, coupon_id=COUPONS, campaign_id=st.none() | CAMPAIGNS),
        max_size=4,
    ).map(tuple),
    redemptions=st.lists(
        st.builds(
            Redemption,
            customer_id=CUSTOMERS,
            coupon_id=COUPONS,
            campaign_id=st.none() | CAMPAIGNS,
            redeemed_at=st.none() | TIMES,
        ),
        max_size=4,
    ).map(tuple),
    promotions=st.lists(
        st.builds(
            Promotion,
            product_id=PRODUCTS,
            store_id=STORES,
            week_start_on=rarely(None, st.sampled_from(DAYS)),
            display=CODES,
            mailer=CODES,
        ),
        min_size=1,
        max_size=8,
    ).map(tuple),
)


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


def test_a_larger_shop_agrees_with_the_definitions(models: Models) -> None:
    """Enough customers for each band: by a list, by a holdout, all, one, and none."""
    chance = random.Random(7)  # noqa: S311
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
            for last in [date(2024, 4, 9) if name == "until now" else DAYS[-1]]
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


def compare_campaigns(models: Models, shop: Shop) -> None:
    found = {
        row["campaign_id"]: row
        for row in models.rows("from candidate.marts.kpi_campaigns")
    }
    expected = campaigns_oracle.campaigns(shop)
    assert found.keys() == expected.keys()
    for campaign_id, (counted, amounts) in expected.items():
        row = found[campaign_id]
        counts = asdict(counted)
        pct = counts.pop("redemption_pct")
        assert {name: row[name] for name in counts} == counts
        assert row["redemption_pct"] == (None if pct is None else pytest.approx(pct))
        for name, amount in amounts.items():
            if amount is None:
                assert row[name] is None
            else:
                assert abs(row[name] - Decimal(float(amount))) < Decimal("0.0001")


def raw(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Return the raw rows of a shop; an order's number is its id."""
    loads = [{"load_id": "1", "status": 0, "inserted_at": shop.loaded_at}]
    orders = [
        {
            "order_id": str(number),
            "customer_id": order.customer_id,
            "store_id": order.store_id,
            "ordered_at": order.ordered_at,
            "status": "Void" if order.is_cancelled else None,
        }
        for number, order in enumerate(shop.orders)
    ]
    lines = [
        {"order_id": str(number)} | asdict(line)
        for number, order in enumerate(shop.orders)
        for line in order.lines
    ]
    return {
        "raw_shop._dlt_loads": loads,
        "raw_marketing._dlt_loads": loads,
        "raw_shop.orders": rows(orders),
        "raw_shop.order_lines": rows(lines),
    } | {
        f"raw_marketing.{entity}": rows([asdict(one) for one in records])
        for entity, records in (
            ("campaigns", shop.campaigns),
            ("campaign_members", shop.memberships),
            ("coupons", shop.coupons),
            ("coupon_redemptions", shop.redemptions),
            ("promotions", shop.promotions),
        )
    }


def rows(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        record
        | {
            "source_name": "till",
            "source_file": "file.csv",
            "source_row": number,
            "_dlt_load_id": "1",
        }
        for number, record in enumerate(records, start=1)
    ]


def redemption(row: dict[str, Any]) -> campaigns_oracle.Redeemed:
    names = campaigns_oracle.Redeemed.__dataclass_fields__
    return campaigns_oracle.Redeemed(**{name: row[name] for name in names})


def found_promotions(
    models: Models,
) -> dict[tuple[Any, ...], tuple[Promotion, Decimal, Decimal]]:
    found = {}
    for row in models.rows("from candidate.marts.fct_promotions"):
        names = Promotion.__dataclass_fields__
        one = Promotion(**{name: row[name] for name in names})
        assert row["is_on_display"] == one.is_on_display
        assert row["is_in_mailer"] == one.is_in_mailer
        found[one.key] = one, Decimal(row["units"]), row["revenue_amount"]
    return found


def found_sold(
    models: Models,
) -> dict[tuple[str, date, str], promotions_oracle.Sold]:
    found = {}
    for row in models.rows("from candidate.marts.kpi_promotions"):
        key = row.pop("product_id"), row.pop("week_start_on"), row.pop("promotion")
        row["units"] = Decimal(row["units"])
        found[key] = promotions_oracle.Sold(**row)
    return found
