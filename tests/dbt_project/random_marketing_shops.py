"""Random small shops with campaigns, coupons and promotions, and their raw rows."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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
from tests.dbt_project.random_visits import rows

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
