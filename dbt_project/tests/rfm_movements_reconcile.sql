{{ config(meta={
    "description": "All customers of a segment moved from it or stayed, and all of a segment came from somewhere: movements sum to the history.",
    "dagster": {"ref": {"name": "customer_rfm_movement"}},
}) }}

with history as (

    select
        month_start_on,
        segment,
        count(*) as customers
    from {{ ref('customer_rfm_history') }}
    group by
        month_start_on,
        segment

),

months as (

    select
        month_start_on,
        lag(month_start_on) over (order by month_start_on) as month_before_on
    from {{ ref('int_dates__rfm_months') }}

),

expected as (

    select
        months.month_start_on,
        'before' as side,
        history.segment,
        history.customers
    from months
    inner join history
        on months.month_before_on = history.month_start_on
    union all
    select
        months.month_start_on,
        'after' as side,
        history.segment,
        history.customers
    from months
    inner join history
        on months.month_start_on = history.month_start_on
    where months.month_before_on is not null

),

moved as (

    select
        month_start_on,
        'before' as side,
        segment_before as segment,
        sum(customers) as customers
    from {{ ref('customer_rfm_movement') }}
    where segment_before is not null
    group by
        month_start_on,
        segment_before
    union all
    select
        month_start_on,
        'after' as side,
        segment_after as segment,
        sum(customers) as customers
    from {{ ref('customer_rfm_movement') }}
    group by
        month_start_on,
        segment_after

)

select
    coalesce(expected.month_start_on, moved.month_start_on) as month_start_on,
    coalesce(expected.side, moved.side) as side,
    coalesce(expected.segment, moved.segment) as segment,
    expected.customers as customers_in_history,
    moved.customers as customers_moved
from expected
full outer join moved
    on
        expected.month_start_on = moved.month_start_on
        and expected.side = moved.side
        and expected.segment = moved.segment
where coalesce(expected.customers, 0) <> coalesce(moved.customers, 0)
