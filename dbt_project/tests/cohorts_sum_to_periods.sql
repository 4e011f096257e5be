{{ config(meta={
    "description": "The active customers of a period's cohorts are the customers of the period, and its latest cohort are those whom it won.",
    "dagster": {"ref": {"name": "kpi_cohort_retention"}},
}) }}

with cells as (

    select
        period,
        period_start_on,
        sum(active_customers) as active_customers,
        sum(case when periods_later = 0 then cohort_customers else 0 end)
            as new_customers
    from {{ ref('kpi_cohort_retention') }}
    group by
        period,
        period_start_on

)

select
    periods.period,
    periods.period_start_on,
    periods.active_customers,
    cells.active_customers as active_customers_of_cohorts
from {{ ref('kpi_lifecycle') }} as periods
full outer join cells
    on
        periods.period = cells.period
        and periods.period_start_on = cells.period_start_on
where
    periods.period is null
    or periods.active_customers <> coalesce(cells.active_customers, 0)
    or periods.new_customers <> coalesce(cells.new_customers, 0)
