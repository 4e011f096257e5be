"""Who comes back: retention, cohorts and the life of customers, by kind of period."""

from typing import Literal

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.customers import profile_columns
from dashboards.queries.published import one_row, read

Kind = Literal["week", "month", "quarter", "year"]

# Who was active in the window before ($1 to $2) and not in the one after ($3 to $4).
_LAPSED = """
    with ordered as (
        select
            customer_id,
            sum(order_amount) filter (ordered_on between $1 and $2)
                as revenue_before,
            count(*) filter (
                ordered_on between $1 and $2 and not is_cancelled and not is_return
            ) as orders_before,
            count(*) filter (
                ordered_on between $3 and $4 and not is_cancelled and not is_return
            ) as orders_after
        from marts.fct_orders
        where
            customer_id is not null
            and (ordered_on between $1 and $2 or ordered_on between $3 and $4)
        group by customer_id
    ),
    lapsed as (
        from ordered where orders_before > 0 and orders_after = 0
    )
"""


def retention(kind: Kind) -> pd.DataFrame:
    """Return one row for each period from the first to the last, ascending.

    Columns: first_on, last_on, is_complete (it and the one before are whole);
    customers: at_start, retained, won, at_end, new, returning, resurrected, dormant;
    classic_pct, returning_pct (0–100); retained_revenue. Those that need a period
    before are null in the first.
    """
    return read(
        """
        select
            kpi_retention.period_start_on as first_on,
            kpi_retention.period_end_on as last_on,
            kpi_retention.is_complete,
            customers_at_start as at_start,
            customers_retained as retained,
            customers_won as won,
            customers_at_end as at_end,
            classic_retention_pct as classic_pct,
            returning_retention_pct as returning_pct,
            retained_revenue_amount::double as retained_revenue,
            new_customers as new,
            returning_customers as returning,
            resurrected_customers as resurrected,
            dormant_customers as dormant
        from marts.kpi_retention
        left join marts.kpi_lifecycle using (period, period_start_on)
        where period = $1
        order by first_on
        """,
        [kind],
    )


def cohorts(kind: Kind) -> pd.DataFrame:
    """Return one row for each cohort and period since its first, ascending.

    Columns: cohort_on and cohort_ends_on (days of the cohort's own period), later (0
    is that period), first_on, last_on, size, customers (active), retention_pct
    (0–100), revenue, revenue_each (for each customer of the cohort), is_complete.
    """
    return read(
        """
        with spans as (
            select period_start_on, period_end_on
            from marts.kpi_retention
            where period = $1
        )
        select
            cohort_start_on as cohort_on,
            own.period_end_on as cohort_ends_on,
            periods_later as later,
            cells.period_start_on as first_on,
            spans.period_end_on as last_on,
            cohort_customers as size,
            active_customers as customers,
            retention_pct,
            revenue_amount::double as revenue,
            revenue_amount::double / nullif(cohort_customers, 0) as revenue_each,
            is_complete
        from marts.kpi_cohort_retention as cells
        join spans using (period_start_on)
        join spans as own on own.period_start_on = cohort_start_on
        where period = $1
        order by cohort_on, later
        """,
        [kind],
    )


def stages() -> pd.DataFrame:
    """Return one row for each stage of life, from the first to the last.

    Columns: stage, customers, revenue, recency_days (median; null without customers).
    """
    return read(
        """
        with stages (place, stage) as (
            values (1, 'onboarding'), (2, 'active'), (3, 'cooling'), (4, 'lost')
        )
        select
            stage,
            count(customer_id) as customers,
            coalesce(sum(revenue_amount), 0)::double as revenue,
            median(recency_days) as recency_days
        from stages
        left join marts.customer_lifecycle using (stage)
        group by place, stage
        order by place
        """
    )


def lapsed_revenue(before: Window, after: Window) -> float:
    """Return what those who did not come back had spent in the window before."""
    (revenue,) = one_row(
        f"""
        {_LAPSED}
        select coalesce(sum(revenue_before), 0)::double from lapsed
        """,
        _days(before, after),
    )
    return float(revenue)


def lapsed(before: Window, after: Window, limit: int | None) -> pd.DataFrame:
    """Return those active in the window before and not in the one after.

    Those who had spent most come first.

    Args:
        before: The window that they were active in.
        after: The window that they were not active in.
        limit: Most rows to return; None for all.
    """
    profile = "".join(f", {column}" for column in profile_columns())
    # Who is listed is chosen by orders alone, and only then all is read of them.
    return read(
        f"""
        {_LAPSED},
        listed as (
            from lapsed
            order by revenue_before desc, customer_id
            {"" if limit is None else f"limit {limit:d}"}
        )
        select
            customer_id, segment, stage, revenue_before::double as revenue_before,
            orders_before, customer_lifecycle.last_ordered_on, frequency,
            monetary_amount::double as revenue {profile}
        from listed
        left join marts.customer_rfm using (customer_id)
        left join marts.customer_lifecycle using (customer_id)
        left join marts.dim_customers using (customer_id)
        order by listed.revenue_before desc, customer_id
        """,
        _days(before, after),
    )


def _days(before: Window, after: Window) -> list[object]:
    return [before.first_on, before.last_on, after.first_on, after.last_on]
