"""What visitors did with products: looking, buying, switching, hesitating."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboards.queries.behaviour import Kind
from dashboards.queries.published import one_row, read


def view_not_buy(kind: Kind, first_on: date, group_kind: str) -> pd.DataFrame:
    """Return who viewed and did not buy, by group and age; groups with most first.

    Columns: product_group, age_band, viewers, buyers, not_buying_pct (null below the
    least base).
    """
    return read(
        """
        select product_group, age_band, viewers, buyers, not_buying_pct
        from marts.kpi_view_not_buy
        where period = $1 and period_start_on = $2 and group_kind = $3
        order by
            max(viewers) over (partition by product_group) desc,
            product_group,
            age_band
        """,
        [kind, first_on, group_kind],
    )


def totals(kind: Kind) -> pd.DataFrame:
    """Return what was done with products in each period of a kind, ascending.

    Columns: first_on, viewers and buyers (persons), not_buying_pct, views, adds,
    removes, purchases, products (that were viewed).
    """
    return read(
        """
        with done as (
            select
                period_start_on as first_on,
                sum(views)::double as views,
                sum(adds)::double as adds,
                sum(removes)::double as removes,
                sum(purchases)::double as purchases,
                count(*) filter (views > 0)::double as products
            from marts.kpi_product_interest
            where period = $1
            group by first_on
        ),
        people as (
            select
                period_start_on as first_on,
                viewers::double as viewers,
                buyers::double as buyers,
                not_buying_pct
            from marts.kpi_view_not_buy
            where period = $1 and group_kind = 'all' and age_band = 'all'
        )
        select done.*, viewers, buyers, not_buying_pct
        from done
        left join people using (first_on)
        order by first_on
        """,
        [kind],
    )


def products(kind: Kind, first_on: date, compared_on: date | None) -> pd.DataFrame:
    """Return products that something was done with, the most viewed first.

    Columns: product_id, name, category, views, viewers, adds, removes, purchases, and
    views_before, adds_before, removes_before, purchases_before of the compared period,
    which are null without one.
    """
    return read(
        """
        select
            now.product_id,
            dim_products.name,
            dim_products.category,
            now.views,
            now.viewers,
            now.adds,
            now.removes,
            now.purchases,
            if($3 is null, null, coalesce(earlier.views, 0)) as views_before,
            if($3 is null, null, coalesce(earlier.adds, 0)) as adds_before,
            if($3 is null, null, coalesce(earlier.removes, 0)) as removes_before,
            if($3 is null, null, coalesce(earlier.purchases, 0)) as purchases_before
        from marts.kpi_product_interest as now
        left join marts.kpi_product_interest as earlier
            on earlier.product_id = now.product_id
            and earlier.period = $1
            and earlier.period_start_on = $3::date
        left join marts.dim_products on now.product_id = dim_products.product_id
        where now.period = $1 and now.period_start_on = $2
        order by views desc, viewers desc, now.product_id
        """,
        [kind, first_on, compared_on],
    )


def switching_categories(kind: Kind, first_on: date, value_kind: str) -> list[str]:
    """Return categories within which was viewed and bought, the most switched first."""
    rows = read(
        """
        select category
        from marts.kpi_product_switching
        where period = $1 and period_start_on = $2 and value_kind = $3
        group by category
        order by sum(switched_sessions) desc, sum(sessions) desc, category
        """,
        [kind, first_on, value_kind],
    )
    return rows["category"].tolist()


def switching(
    kind: Kind, first_on: date, value_kind: str, categories: Sequence[str] = ()
) -> pd.DataFrame:
    """Return from what was viewed to what was bought, the most switched first.

    Columns: category, from_value, from_name, to_value, to_name (of products; null of
    brands), sessions, switched_sessions, base_sessions, switched_share (of the base).
    """
    return read(
        """
        select
            pairs.category,
            from_value,
            seen.name as from_name,
            to_value,
            bought.name as to_name,
            sessions,
            switched_sessions,
            base_sessions,
            switched_sessions / base_sessions as switched_share
        from marts.kpi_product_switching as pairs
        left join marts.dim_products as seen
            on value_kind = 'product' and seen.product_id = from_value
        left join marts.dim_products as bought
            on value_kind = 'product' and bought.product_id = to_value
        where
            period = $1
            and period_start_on = $2
            and value_kind = $3
            and (len($4) = 0 or pairs.category in (select unnest($4::varchar[])))
        order by
            switched_sessions desc, sessions desc, pairs.category, from_value, to_value
        """,
        [kind, first_on, value_kind, list(categories)],
    )


def hesitations() -> pd.DataFrame:
    """Return who looks at a product again and again and does not buy, newest first.

    Columns: customer_id and first_name, last_name, email, phone,
    has_marketing_consent (null of strangers), visitor_id, product_id, name, category,
    views, first_viewed_at, last_viewed_at, bought_before_at (UTC), is_simulated.
    """
    return read(
        """
        select
            customer_id,
            first_name,
            last_name,
            email,
            phone,
            has_marketing_consent,
            visitor_id,
            product_id,
            name,
            category,
            views,
            first_viewed_at,
            last_viewed_at,
            bought_before_at,
            is_simulated
        from marts.customer_hesitations
        left join marts.dim_customers using (customer_id)
        left join marts.dim_products using (product_id)
        order by views desc, last_viewed_at desc, customer_id, visitor_id, product_id
        """
    )


def hesitating() -> tuple[int, int]:
    """Return how many hesitate, and how many of them are customers."""
    persons, customers = one_row(
        """
        select
            count(distinct coalesce('c' || customer_id, 'v' || visitor_id)),
            count(distinct customer_id)
        from marts.customer_hesitations
        """
    )
    return int(persons), int(customers)
