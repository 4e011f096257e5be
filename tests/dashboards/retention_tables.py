"""The tables of retention and of segments over time, for a shop of tests."""

import duckdb

TABLES = """
create or replace table candidate.marts.kpi_retention (
    period varchar, period_start_on date, period_end_on date, is_complete boolean,
    customers_at_start bigint, customers_won bigint, customers_at_end bigint,
    customers_retained bigint, classic_retention_pct double,
    returning_retention_pct double, retained_revenue_amount decimal(18, 4)
);
create or replace table candidate.marts.kpi_lifecycle (
    period varchar, period_start_on date, period_end_on date, is_complete boolean,
    active_customers bigint, new_customers bigint, returning_customers bigint,
    resurrected_customers bigint, dormant_customers bigint
);
create or replace table candidate.marts.kpi_cohort_retention (
    period varchar, cohort_start_on date, periods_later int, period_start_on date,
    cohort_customers bigint, active_customers bigint, retention_pct double,
    revenue_amount decimal(18, 4), is_complete boolean
);
create or replace table candidate.marts.customer_lifecycle (
    customer_id varchar, as_of_on date, stage varchar, first_ordered_on date,
    last_ordered_on date, recency_days bigint, orders bigint,
    revenue_amount decimal(18, 4)
);
create or replace table candidate.marts.customer_rfm_history (
    month_start_on date, as_of_on date, is_complete boolean, customer_id varchar,
    recency_days bigint, frequency bigint, monetary_amount decimal(18, 4),
    r_score int, f_score int, m_score int, segment varchar, is_top_1_pct boolean
);
create or replace table candidate.marts.customer_rfm_movement (
    month_start_on date, as_of_on date, is_complete boolean, segment_before varchar,
    segment_after varchar, customers bigint, monetary_amount decimal(18, 4)
);
"""


SEGMENTS = """
create or replace table candidate.marts.kpi_segments as
select
    month_start_on, as_of_on, is_complete, segment, count(*) as customers,
    count(*) filter (frequency >= 2) as repeat_customers,
    sum(monetary_amount)::decimal(18, 4) as monetary_amount,
    coalesce(sum(monetary_amount) filter (is_top_1_pct), 0)::decimal(18, 4)
        as top_monetary_amount
from candidate.marts.customer_rfm_history
group by month_start_on, as_of_on, is_complete, segment;
"""


def build_retention(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Create the tables of retention and of segments over time, with these rows."""
    connection.execute(TABLES)
    if rows:
        connection.execute(rows)
    connection.execute(SEGMENTS)
