"""Recency, frequency and money by month as they would be published.

Everybody who bought is there at the end of each month from then on, and what the last
month says is what `customer_rfm` says.
"""

from quality.rules import not_null, nothing_in, unique
from quality.suites.marts_customer_rfm import SCORED

TABLE = "marts.customer_rfm_history"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("month_start_on, customer_id", "Every customer is once in a month"),
    *SCORED,
    nothing_in(
        "top_1_pct_is_1_pct",
        "The top 1 % of a month are one in a hundred of its buyers, rounded up",
        """
        select month_start_on
        from marts.customer_rfm_history
        group by month_start_on
        having count(*) filter (where is_top_1_pct) <> (count(*) + 99) // 100
        """,
        unit="months",
    ),
    nothing_in(
        "nobody_leaves",
        "Every customer of a month is in each later one, as of its last day",
        """
        select customer_id
        from marts.customer_rfm_history
        group by customer_id
        having count(*) <> (
            select count(distinct later.month_start_on)
            from marts.customer_rfm_history as later
            where later.month_start_on >= min(customer_rfm_history.month_start_on)
        )
        """,
        unit="customers",
    ),
    nothing_in(
        "last_month_is_customer_rfm",
        "The last month says of every customer what customer_rfm says",
        """
        select customer_id
        from marts.customer_rfm as rfm
        full join (
            from marts.customer_rfm_history
            where as_of_on = (select max(as_of_on) from marts.customer_rfm_history)
        ) as last_month using (
            customer_id, as_of_on, recency_days, frequency, monetary_amount,
            r_score, f_score, m_score, segment, is_top_1_pct
        )
        where rfm.customer_id is null or last_month.customer_id is null
        """,
        unit="customers",
    ),
]
