{{ config(meta={
    "description": "Every customer with an order is in one cohort of each kind of period, all of them active in its own period.",
    "dagster": {"ref": {"name": "kpi_cohort_retention"}},
}) }}

with customers as (

    select count(*) as customers from {{ ref('customer_lifecycle') }}

),

cohorts as (

    select
        period,
        sum(cohort_customers) as customers,
        min(retention_pct) as lowest_pct,
        max(retention_pct) as highest_pct
    from {{ ref('kpi_cohort_retention') }}
    where periods_later = 0
    group by period

)

select
    cohorts.period,
    cohorts.customers as customers_in_cohorts,
    customers.customers
from cohorts
full outer join customers
    on cohorts.customers = customers.customers
where
    cohorts.customers is null and customers.customers > 0
    or customers.customers is null
    or cohorts.lowest_pct <> 100
    or cohorts.highest_pct <> 100
