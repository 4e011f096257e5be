"""Who buys what: groups of customers by period and department; who is new."""

from datetime import date
from typing import Literal

import pandas as pd

from dashboards.queries.published import read

Kind = Literal["month", "quarter", "year"]


def dimensions() -> list[str]:
    """Return what customers can be grouped by: that of which something is known."""
    found = read("select distinct dimension from marts.kpi_demographics order by 1")
    return found["dimension"].tolist()


def periods(kind: Kind) -> pd.DataFrame:
    """Return the periods with customers, newest first.

    Columns: first_on, last_on, is_complete.
    """
    return read(
        """
        select distinct period_start_on as first_on, period_end_on as last_on,
            groups.is_complete
        from marts.kpi_demographics as groups
        join marts.kpi_lifecycle using (period, period_start_on)
        where period = $1
        order by first_on desc
        """,
        [kind],
    )


def mix(kind: Kind, dimension: str) -> pd.DataFrame:
    """Return each group in each period, all departments together, ascending.

    Columns: first_on, last_on, band, customers, orders, revenue, revenue_share and
    known_share (of the revenue by customers of whom the group is known; fractions,
    missing where there is no revenue), is_complete.
    """
    return read(
        """
        select
            period_start_on as first_on,
            period_end_on as last_on,
            band,
            customers,
            groups.orders,
            revenue_amount::double as revenue,
            revenue_share_pct / 100 as revenue_share,
            case when band <> 'unknown' then revenue_amount::double end / nullif(
                greatest(sum(revenue_amount::double) filter (band <> 'unknown') over (
                    partition by period_start_on
                ), 0), 0
            ) as known_share,
            groups.is_complete
        from marts.kpi_demographics as groups
        join marts.kpi_lifecycle using (period, period_start_on)
        where period = $1 and dimension = $2 and department is null
        order by first_on, band
        """,
        [kind, dimension],
    )


def departments(kind: Kind, dimension: str, first_on: date) -> pd.DataFrame:
    """Return what each group buys in a period, by department.

    Columns: band, department, customers, group_customers, orders, revenue,
    revenue_share, buyer_share (of the group's customers; missing where these are too
    few), all_share (of all customers of known groups), times (buyer_share /
    all_share). Shares are fractions; the unknown are a group.
    """
    return read(
        """
        with groups as (
            from marts.kpi_demographics
            where period = $1 and dimension = $2 and period_start_on = $3
        ),
        known as (
            select
                (select sum(customers) from groups
                    where department is null and band <> 'unknown') as customers
        ),
        of_all as (
            select department, sum(groups.customers) / any_value(known.customers)
                as all_share
            from groups cross join known
            where band <> 'unknown' and department is not null
            group by department
        )
        select
            band,
            department,
            customers,
            group_customers,
            orders,
            revenue_amount::double as revenue,
            revenue_share_pct / 100 as revenue_share,
            buyer_pct / 100 as buyer_share,
            all_share,
            buyer_pct / 100 / nullif(all_share, 0) as times
        from groups
        left join of_all using (department)
        where department is not null
        order by revenue desc, band, department
        """,
        [kind, dimension, first_on],
    )


def new_customers() -> pd.DataFrame:
    """Return the quality of new customers by month of all channels, ascending.

    Columns: first_on, last_on, customers, first_order (mean), repeat, repeat_share (a
    fraction), revenue_each (in 90 days), is_complete.
    """
    return _new("channel is null")


def new_by_channel() -> pd.DataFrame:
    """Return the same by month and channel."""
    return _new("channel is not null")


def _new(where: str) -> pd.DataFrame:
    return read(
        f"""
        select
            month_start_on as first_on,
            month_end_on as last_on,
            channel,
            customers,
            first_orders_amount::double / customers as first_order,
            repeat_customers as repeat,
            repeat_pct / 100 as repeat_share,
            revenue_in_90_days_amount::double / customers as revenue_each,
            is_complete
        from marts.kpi_new_customers
        where {where}
        order by first_on, channel
        """
    )
