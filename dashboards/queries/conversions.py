"""RFM of what customers do other than to order, by the entries of the settings."""

import pandas as pd

from dashboards.queries.published import read


def conversions() -> pd.DataFrame:
    """Return one row for each conversion that customers have, by name.

    Columns: conversion, customers, as_of_on, is_simulated, has_money.
    """
    return read(
        """
        select
            conversion,
            count(*) as customers,
            max(as_of_on) as as_of_on,
            bool_or(is_simulated) as is_simulated,
            count(monetary_amount) > 0 as has_money
        from marts.customer_rfm_of_events
        group by conversion
        order by conversion
        """
    )


def conversion_scores(conversion: str) -> pd.DataFrame:
    """Return customers of each recency and frequency score of a conversion.

    Columns: r_score, f_score, customers, revenue (what their orders brought, ever),
    segment (the most frequent).
    """
    return read(
        """
        select
            events.r_score,
            events.f_score,
            count(*) as customers,
            coalesce(sum(orders.monetary_amount), 0)::double as revenue,
            mode(events.segment) as segment
        from marts.customer_rfm_of_events as events
        left join marts.customer_rfm as orders using (customer_id)
        where conversion = $1
        group by all
        order by all
        """,
        [conversion],
    )


def conversion_customers(conversion: str, limit: int | None) -> pd.DataFrame:
    """Return the customers of a conversion, the best linear score first.

    Columns: customer_id, segment, recency_days, frequency, amount (missing without
    money), r_score, f_score, m_score, rfm_score, order_segment, revenue (both missing
    for who never bought).

    Args:
        conversion: Name of the entry.
        limit: Most rows to return; None for all.
    """
    return read(
        f"""
        select
            customer_id,
            events.segment,
            events.recency_days,
            events.frequency,
            events.monetary_amount::double as amount,
            events.r_score,
            events.f_score,
            events.m_score,
            events.rfm_score,
            orders.segment as order_segment,
            orders.monetary_amount::double as revenue
        from marts.customer_rfm_of_events as events
        left join marts.customer_rfm as orders using (customer_id)
        where conversion = $1
        order by
            events.rfm_score desc nulls last, events.frequency desc, customer_id
        {"" if limit is None else f"limit {limit:d}"}
        """,
        [conversion],
    )
