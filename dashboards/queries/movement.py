"""Segments over time: who moved to which, and how many each had."""

from datetime import date

import pandas as pd

from dashboards.queries.published import read


def months() -> pd.DataFrame:
    """Return the months that movement is known of, newest first.

    Columns: month_on (its first day), as_of_on (its last, or the last complete day),
    is_complete.
    """
    return read(
        """
        select distinct month_start_on as month_on, as_of_on, is_complete
        from marts.customer_rfm_movement
        where segment_before is not null
        order by month_on desc
        """
    )


def movement(month_on: date) -> pd.DataFrame:
    """Return customers by segment at the end of the month before and of this one.

    Columns: before (None: bought for the first time this month), after, customers,
    base (customers of ``before``), row_share (of the base, a fraction), revenue.
    """
    return read(
        """
        select
            segment_before as before,
            segment_after as after,
            customers,
            sum(customers) over (partition by segment_before)::bigint as base,
            customers / sum(customers) over (partition by segment_before) as row_share,
            monetary_amount::double as revenue
        from marts.customer_rfm_movement
        where month_start_on = $1
        order by before nulls last, after
        """,
        [month_on],
    )


def history() -> pd.DataFrame:
    """Return customers of each segment at each month's end, ascending.

    Columns: month_on, as_of_on, is_complete, segment, customers, share (of the
    month's buyers, a fraction), revenue, repeat_customers (with two orders or more by
    then), top_revenue (of the 1 % of all buyers with the most).
    """
    return read(
        """
        select
            month_start_on as month_on,
            as_of_on,
            is_complete,
            segment,
            customers,
            customers / sum(customers) over (partition by month_start_on) as share,
            monetary_amount::double as revenue,
            repeat_customers,
            top_monetary_amount::double as top_revenue
        from marts.kpi_segments
        order by month_on, segment
        """
    )
