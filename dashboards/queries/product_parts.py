"""What the sales of one product are made of: who bought it, and where.

A buyer is a customer with a purchase, as `queries.product` says.
"""

from typing import Literal

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.product import LINES
from dashboards.queries.published import read

_GROUPS = {
    "segment": "marts.customer_rfm",
    "age_band": "marts.dim_customers",
}


def groups(
    product_id: str, window: Window, by: Literal["segment", "age_band"]
) -> pd.DataFrame:
    """Return the product's buyers by a group, beside all customers who ordered.

    Customers whose group is unknown are left out.

    Returns:
        One row for each group of those who ordered in the window, by its name: name,
        buyers, buyer_share (of the product's buyers of a known group), customers,
        customer_share (of all who ordered anything), revenue.
    """
    return read(
        f"""
        with {LINES},
        buyers as (
            select customer_id, sum(line_amount)::double as revenue
            from lines
            where is_purchase
            group by customer_id
        ),
        active as (
            select distinct customer_id
            from marts.fct_orders
            where ordered_on between $2 and $3 and not is_cancelled and not is_return
        ),
        grouped as (
            select
                {by} as name,
                count(buyers.customer_id) as buyers,
                count(*) as customers,
                coalesce(sum(revenue), 0) as revenue
            from active
            join {_GROUPS[by]} using (customer_id)
            left join buyers using (customer_id)
            where {by} is not null
            group by {by}
        )
        select
            *,
            buyers / nullif(sum(buyers) over (), 0) as buyer_share,
            customers / sum(customers) over () as customer_share
        from grouped
        order by name
        """,
        [product_id, window.first_on, window.last_on],
    )


def buyers(product_id: str, window: Window, limit: int | None) -> pd.DataFrame:
    """Return who bought it in the window, who paid most for it first.

    Columns: customer_id, segment, age_band, orders, units, revenue, last_bought_on.
    """
    return read(
        f"""
        with {LINES},
        buyers as (
            select
                customer_id,
                count(distinct order_id) as orders,
                sum(units) as units,
                sum(line_amount)::double as revenue,
                max(ordered_on) as last_bought_on
            from lines
            where is_purchase and customer_id is not null
            group by customer_id
        )
        select
            customer_id, segment, age_band, buyers.orders, units, revenue,
            last_bought_on
        from buyers
        left join marts.customer_rfm using (customer_id)
        left join marts.dim_customers using (customer_id)
        order by revenue desc, customer_id
        {"" if limit is None else f"limit {limit:d}"}
        """,
        [product_id, window.first_on, window.last_on],
    )


def stores(product_id: str, window: Window) -> pd.DataFrame:
    """Return where it was sold in the window, the store with most revenue first.

    Columns: store_id (missing for orders without one), name (of the store, where
    known), revenue, units, orders, buyers, revenue_share (a fraction).
    """
    return read(
        f"""
        with {LINES},
        sold as (
            select
                store_id,
                sum(line_amount)::double as revenue,
                coalesce(sum(units), 0) as units,
                count(distinct order_id) filter (is_purchase) as orders,
                count(distinct customer_id) filter (is_purchase) as buyers
            from lines
            group by store_id
        )
        select
            store_id, name, revenue, units, orders, buyers,
            revenue / nullif(sum(revenue) over (), 0) as revenue_share
        from sold
        left join marts.dim_stores using (store_id)
        order by revenue desc, store_id
        """,
        [product_id, window.first_on, window.last_on],
    )
