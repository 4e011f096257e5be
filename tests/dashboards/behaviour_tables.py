"""The marts of behaviour, empty, as their models make them."""

import duckdb

PERIOD = "period varchar, period_start_on date, period_end_on date, is_complete boolean"
TABLES = f"""
create or replace table candidate.marts.dim_event_periods (
    {PERIOD}, period_number bigint, day_on date, as_of_on date
);
create or replace table candidate.marts.kpi_funnels (
    funnel varchar, {PERIOD}, breakdown varchar, breakdown_value varchar, step int,
    step_name varchar, visitors bigint, of_first_pct double, of_before_pct double,
    median_to_step_s double
);
create or replace table candidate.marts.kpi_funnel_conversions (
    funnel varchar, {PERIOD}, entered bigint, arrived bigint, conversion_pct double,
    median_duration_s double
);
create or replace table candidate.marts.fct_product_interactions (
    kind varchar, product_id varchar, visitor_id varchar, visitor_key bigint,
    session_id varchar, occurred_on date
);
create or replace table candidate.marts.kpi_view_not_buy (
    {PERIOD}, group_kind varchar, product_group varchar, age_band varchar,
    viewers bigint, buyers bigint, not_buying_pct double
);
create or replace table candidate.marts.kpi_product_interest (
    {PERIOD}, product_id varchar, views bigint, viewers bigint, adds bigint,
    removes bigint, purchases bigint
);
create or replace table candidate.marts.kpi_product_switching (
    {PERIOD}, value_kind varchar, category varchar, from_value varchar,
    to_value varchar, sessions bigint, switched_sessions bigint, base_sessions bigint
);
create or replace table candidate.marts.customer_hesitations (
    customer_id varchar, visitor_id varchar, product_id varchar, views bigint,
    first_viewed_at timestamp, last_viewed_at timestamp, bought_before_at timestamp,
    is_simulated boolean
);
"""


def build_behaviour(connection: duckdb.DuckDBPyConnection, rows: str = "") -> None:
    """Write the tables of behaviour into the candidate; ``rows`` inserts into them."""
    connection.execute(TABLES)
    connection.execute(rows)
