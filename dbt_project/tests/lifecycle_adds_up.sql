{{ config(meta={
    "description": "Active customers are new, returning or resurrected; those of the period before returned or are dormant.",
    "dagster": {"ref": {"name": "kpi_lifecycle"}},
}) }}

with periods as (

    select
        *,
        lag(active_customers, 1, 0) over (
            partition by period
            order by period_start_on
        ) as active_customers_before
    from {{ ref('kpi_lifecycle') }}

)

select
    period,
    period_start_on,
    active_customers,
    active_customers_before
from periods
where
    active_customers <> new_customers + returning_customers + resurrected_customers
    or active_customers_before <> returning_customers + dormant_customers
    or dormant_customers < 0
