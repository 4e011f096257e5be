"""What is bought together with a product, as market basket analysis measures it.

Support, confidence, lift and leverage are those of mlxtend,
https://rasbt.github.io/mlxtend/user_guide/frequent_patterns/association_rules/
"""

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.product import LINES
from dashboards.queries.published import read

LEAST_TOGETHER = 10
"""Orders that hold both products, below which a pair is chance."""
_CANDIDATES = 100


def companions(product_id: str, window: Window) -> pd.DataFrame:
    """Return what is bought with a product, most beyond chance first.

    Looked at are the 100 products that most often share an order with it.

    Returns:
        One row for each of them that shares at least `LEAST_TOGETHER` orders:
        product_id, name, together (orders with both), orders (with the companion),
        support (of all orders, those with both), confidence (of the orders with the
        product, those with the companion), lift (confidence / the companion's share
        of all orders), extra (orders with both beyond what chance would bring;
        leverage x all orders). Shares are fractions.
    """
    return read(
        f"""
        with {LINES},
        orders as (
            select order_id
            from marts.fct_orders
            where ordered_on between $2 and $3 and not is_cancelled and not is_return
        ),
        holding as (
            select distinct order_id
            from lines
            where is_purchase
        ),
        sizes as (
            select
                (select count(*) from orders)::double as all_orders,
                (select count(*) from holding)::double as with_it
        ),
        candidates as (
            select product_id, count(distinct order_id) as together
            from marts.fct_order_lines
            semi join holding using (order_id)
            where
                ordered_on between $2 and $3
                and product_id <> $1
                and quantity > 0
            group by product_id
            having together >= {LEAST_TOGETHER}
            order by together desc, product_id
            limit {_CANDIDATES}
        ),
        popularity as (
            select product_id, count(distinct order_id) as orders
            from marts.fct_order_lines
            semi join candidates using (product_id)
            semi join orders using (order_id)
            where
                ordered_on between $2 and $3
                and quantity > 0
            group by product_id
        )
        select
            product_id,
            name,
            together,
            popularity.orders,
            together / all_orders as support,
            together / with_it as confidence,
            (together / with_it) / (popularity.orders / all_orders) as lift,
            together - with_it * popularity.orders / all_orders as extra
        from candidates
        join popularity using (product_id)
        left join marts.dim_products using (product_id)
        cross join sizes
        order by extra desc, product_id
        """,
        [product_id, window.first_on, window.last_on],
    )
