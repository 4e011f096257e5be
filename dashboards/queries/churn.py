"""Who is gone: thresholds that were learned, and the customers beyond them."""

import pandas as pd

from dashboards.queries.customers import profile_columns
from dashboards.queries.published import read


def thresholds() -> pd.DataFrame:
    """Return one row for all customers, then for each segment from few orders to many.

    Columns: churn_segment, customers, churned (missing where nobody can be judged),
    churn_pct (0–100), gap_customers, gaps, median_days, p75_days, p90_days,
    threshold_days (missing: not enough data).
    """
    return read(
        """
        select
            churn_segment,
            customers,
            churned_customers as churned,
            churn_pct,
            gap_customers,
            gaps,
            gap_median_days as median_days,
            gap_p75_days as p75_days,
            gap_p90_days as p90_days,
            threshold_days
        from marts.kpi_churn_thresholds
        order by segment_number
        """
    )


def churned(limit: int | None) -> pd.DataFrame:
    """Return the customers who are gone, those with most revenue first.

    Args:
        limit: Most rows to return; None for all.
    """
    profile = "".join(f", {column}" for column in profile_columns())
    # Who is listed is chosen by few columns, and only then all is read of them.
    return read(
        f"""
        with listed as (
            select
                customer_id, churn_segment, threshold_days, churn.recency_days,
                segment, frequency, monetary_amount
            from marts.customer_churn as churn
            left join marts.customer_rfm using (customer_id)
            where is_churned
            order by monetary_amount desc, customer_id
            {"" if limit is None else f"limit {limit:d}"}
        )
        select
            customer_id, churn_segment, threshold_days, recency_days, segment,
            last_ordered_on, frequency, monetary_amount::double as revenue {profile}
        from listed
        left join marts.dim_customers using (customer_id)
        order by monetary_amount desc, customer_id
        """
    )
