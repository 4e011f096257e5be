"""The demo shop's campaigns and promotions, as the oracles' small shops are written."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from tests.dbt_project.marketing_shop import (
    Campaign,
    Line,
    Membership,
    Order,
    Promotion,
    Redemption,
    Shop,
)

LOADED_AT = datetime(2024, 1, 1, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
DISCOUNT = "cast(retail_disc + coupon_disc + coupon_match_disc as decimal(18, 4))"
PRODUCTS = (
    "select product_id from '{data}/promotions.parquet' group by product_id "
    "order by count(*) desc, product_id limit 20"
)
"""The products that were promoted most; promotions of all are 20.9 million rows."""

WEEK_START_ON = "date '2017-01-02' + 7 * (week::int - 2)"
REDEEMED_AT = (
    "redemption_date::date::timestamp "
    "at time zone 'America/New_York' at time zone 'UTC'"
)


def raw_marketing(data: Path, provenance: str) -> dict[str, str]:
    """Return the queries that give the panel's marketing tables, by raw table."""
    columns = {
        "campaigns": "campaign_id, start_date as starts_on, end_date as ends_on"
        "|campaign_descriptions",
        "campaign_members": "campaign_id, household_id as customer_id|campaigns",
        "coupons": "coupon_upc as coupon_id, product_id, campaign_id|coupons",
        "coupon_redemptions": "household_id as customer_id, coupon_upc as coupon_id, "
        f"campaign_id, {REDEEMED_AT} as redeemed_at|coupon_redemptions",
        "promotions": f"product_id, store_id, {WEEK_START_ON} as week_start_on, "
        "display_location as display, mailer_location as mailer|promotions",
    }
    queries = {
        f"raw_marketing.{entity}": f"select {what}, {provenance} "
        f"from '{data}/{file}.parquet'"
        for entity, (what, file) in (
            (entity, text.split("|")) for entity, text in columns.items()
        )
    }
    queries["raw_marketing.promotions"] += (
        f" where product_id in ({PRODUCTS.format(data=data)})"
    )
    return queries


def shop_of_campaigns(data: Path) -> Shop:
    """Return every basket as one line, with the panel's campaigns and redemptions."""
    baskets = _rows(
        f"""
        select
            household_id::text,
            min(transaction_timestamp),
            sum(cast(sales_value as decimal(18, 4)))
        from '{data}/transactions.parquet'
        group by basket_id, household_id
        """
    )
    return Shop(
        zone=ZONE,
        loaded_at=LOADED_AT,
        orders=tuple(
            Order(household, None, at.replace(tzinfo=UTC), False, (_line(amount),))
            for household, at, amount in baskets
        ),
        campaigns=tuple(
            Campaign(campaign, first, last)
            for campaign, first, last in _rows(
                "select campaign_id::text, start_date::date, end_date::date "
                f"from '{data}/campaign_descriptions.parquet'"
            )
        ),
        memberships=tuple(
            Membership(campaign, household, None)
            for campaign, household in _rows(
                "select campaign_id::text, household_id::text "
                f"from '{data}/campaigns.parquet'"
            )
        ),
        redemptions=tuple(
            Redemption(household, coupon, campaign, at.replace(tzinfo=UTC))
            for household, coupon, campaign, at in _rows(
                "select household_id::text, coupon_upc::text, campaign_id::text, "
                f"{REDEEMED_AT} "
                f"from '{data}/coupon_redemptions.parquet'"
            )
        ),
    )


def shop_of_promotions(data: Path) -> Shop:
    """Return the promotions of some products, and every line that sold them."""
    chosen = PRODUCTS.format(data=data)
    return Shop(
        zone=ZONE,
        loaded_at=LOADED_AT,
        orders=tuple(
            Order(
                None,
                store,
                at.replace(tzinfo=UTC),
                False,
                (Line(product, Decimal(quantity), amount, discount),),
            )
            for store, product, at, quantity, amount, discount in _rows(
                f"""
                select
                    store_id::text, product_id::text, transaction_timestamp,
                    quantity, cast(sales_value as decimal(18, 4)), {DISCOUNT}
                from '{data}/transactions.parquet'
                where product_id in ({chosen})
                """
            )
        ),
        promotions=tuple(
            Promotion(*row)
            for row in _rows(
                f"""
                select
                    product_id::text, store_id::text, {WEEK_START_ON},
                    display_location, mailer_location
                from '{data}/promotions.parquet'
                where product_id in ({chosen})
                """
            )
        ),
    )


def _line(amount: Decimal) -> Line:
    return Line(None, Decimal(1), amount, Decimal(0))


def _rows(query: str) -> Sequence[tuple[Any, ...]]:
    return duckdb.execute(query).fetchall()
