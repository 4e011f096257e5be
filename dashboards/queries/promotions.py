"""Promotions in store: what sells with a display or the mailer, and what without.

Units and revenue are for each store and week that sold the product at all: stores that
stock it without selling it are unknown, so neither side counts them.
"""

import pandas as pd

from dashboards.periods import Grain, Window
from dashboards.queries.published import read
from dashboards.queries.windows import BUCKETS


def promoted_buckets(product_id: str, window: Window, grain: Grain) -> pd.DataFrame:
    """Return when a product was promoted: one row for each bucket and kind.

    Columns: bucket_on, promotion (display or mailer), stores (the most in one week),
    store_share (against the window's most, a fraction).
    """
    return read(
        f"""
        with kinds as (
            select
                week_start_on as first_on,
                unnest(['display', 'mailer']) as kind,
                promotion,
                stores
            from marts.kpi_promotions
            where product_id = $1 and promotion <> 'none'
        ),
        weeks as (
            select first_on, kind as promotion, sum(stores) as stores
            from kinds
            where contains(promotion, kind)
            group by first_on, kind
        ),
        buckets as (
            select {BUCKETS[grain]} as bucket_on, promotion, max(stores) as stores
            from weeks
            join marts.dim_dates on day_on between first_on and first_on + 6
            where day_on between $2 and $3
            group by bucket_on, promotion
        )
        select *, stores / max(stores) over () as store_share
        from buckets
        order by bucket_on, promotion
        """,
        [product_id, window.first_on, window.last_on],
    )


def by_promotion(product_id: str, window: Window) -> pd.DataFrame:
    """Return what a product sold with and without, over the window's whole weeks.

    Columns: promotion, weeks, store_weeks (stores that sold it, summed over weeks),
    units, revenue, discount, units_each, revenue_each (for each of store_weeks).
    """
    return read(
        """
        with summed as (
            select
                promotion,
                count(distinct week_start_on) as weeks,
                sum(selling_stores) as store_weeks,
                sum(units) as units,
                sum(revenue_amount)::double as revenue,
                sum(discount_amount)::double as discount
            from marts.kpi_promotions
            where product_id = $1 and week_start_on between $2 and $3::date - 6
            group by promotion
        )
        select
            *,
            units / nullif(store_weeks, 0) as units_each,
            revenue / nullif(store_weeks, 0) as revenue_each
        from summed
        order by list_position(
            ['none', 'display', 'mailer', 'display and mailer'], promotion
        )
        """,
        [product_id, window.first_on, window.last_on],
    )


def promoted_against_plain(window: Window, department: str | None) -> pd.DataFrame:
    """Return how promoted products sold against the same product in the same week.

    Each promoted product and week is set beside the stores that sold it in that week
    without a promotion; where there are none, it is left out.

    Args:
        window: Whose whole weeks count.
        department: Whose categories to tell apart; None for all departments.

    Returns:
        One row for each department or category and promotion, most store-weeks first:
        name, promotion, products, product_weeks, store_weeks, units_each,
        units_without, revenue_each, revenue_without (for each of store_weeks; without
        is what they would have sold like the unpromoted ones).
    """
    part = "department" if department is None else "category"
    return read(
        f"""
        with weeks as (
            select *
            from marts.kpi_promotions
            where week_start_on between $1 and $2::date - 6 and selling_stores > 0
        ),
        pairs as (
            select
                promoted.product_id,
                promoted.promotion,
                promoted.selling_stores,
                promoted.units,
                promoted.revenue_amount::double as revenue,
                plain.units * promoted.selling_stores / plain.selling_stores
                    as plain_units,
                plain.revenue_amount::double * promoted.selling_stores
                    / plain.selling_stores as plain_revenue
            from weeks as promoted
            join weeks as plain using (product_id, week_start_on)
            where promoted.promotion <> 'none' and plain.promotion = 'none'
        ),
        -- `name` is a column of products, too.
        grouped as (
            select
                coalesce({part}, 'Not in the product list') as part,
                promotion,
                count(distinct product_id) as products,
                count(*) as product_weeks,
                sum(selling_stores) as store_weeks,
                sum(units) / sum(selling_stores) as units_each,
                sum(plain_units) / sum(selling_stores) as units_without,
                sum(revenue) / sum(selling_stores) as revenue_each,
                sum(plain_revenue) / sum(selling_stores) as revenue_without
            from pairs
            left join marts.dim_products using (product_id)
            where $3 is null or department = $3
            group by part, promotion
        )
        select part as name, * exclude (part)
        from grouped
        order by sum(store_weeks) over (partition by part) desc, part, promotion
        """,
        [window.first_on, window.last_on, department],
    )


def departments() -> list[str]:
    """Return the departments that have products, by name."""
    found = read(
        """
        select distinct department
        from marts.dim_products
        where department is not null and is_sold
        order by all
        """
    )
    return found["department"].tolist()
