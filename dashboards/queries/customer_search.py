"""Find customers by a part of what they are called, or reached by."""

import pandas as pd

from dashboards.queries.published import read
from science.identity.names import fold

MOST = 20
"""Customers that a search shows; more are too many to look at."""


def found(words: str, limit: int) -> pd.DataFrame:
    """Return customers that have all words, or a part of each; the best known first.

    An id that is the very text comes first. Without words all customers match.

    Args:
        words: Part of names, e-mail addresses, phone numbers or ids, in any script.
        limit: Most rows to return.

    Returns:
        Columns: customer_id, first_name, last_name, email, phone, city, country,
        birth_date, orders, revenue, last_ordered_on, segment.
    """
    parts = fold(words).split()
    conditions = [
        f"contains(search_text, ${place})" for place in range(2, len(parts) + 2)
    ]
    return read(
        f"""
        with hits as (
            select customer_id
            from marts.customer_search
            where customer_id = $1 or {" and ".join(conditions) or "true"}
        ),
        best as (
            select customer_id, orders, revenue_amount
            from hits
            join marts.dim_customers using (customer_id)
            order by
                customer_id = $1 desc, revenue_amount desc, orders desc, customer_id
            limit {limit:d}
        )
        select
            customer_id, first_name, last_name, email, phone, city, country, birth_date,
            best.orders, best.revenue_amount::double as revenue,
            dim_customers.last_ordered_on, segment
        from best
        join marts.dim_customers using (customer_id)
        left join marts.customer_rfm using (customer_id)
        order by
            customer_id = $1 desc, best.revenue_amount desc, best.orders desc,
            customer_id
        """,
        [words, *parts],
    )
