"""The days of sales that are over: what numbers by day may be compared with."""

LAST_COMPLETE_DAY = """
    with load as (
        select max(loaded_at) at time zone 'UTC' at time zone $1 as loaded_at
        from marts.fct_orders
    )
    select
        min(day_on),
        max(day_on),
        max(day_on) filter (day_on < loaded_at::date)
    from marts.kpi_daily_sales
    cross join load
"""
"""First, last and last complete day of sales in a time zone ($1), or nulls.

A day is complete when it was over before the orders were last loaded.
"""

LAST_COMPLETE_DAY_OF_VISITS = """
    select min(day_on), max(day_on), max(day_on) filter (is_complete)
    from marts.kpi_daily_traffic
"""
"""The same of visits, for a shop that has no orders."""
