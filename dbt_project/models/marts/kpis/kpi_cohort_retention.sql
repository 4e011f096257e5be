with customers as (

    select * from {{ ref('int_customers__by_period') }}
    where first_active_period_number is not null

),

periods as (

    select distinct
        period,
        period_number,
        period_start_on,
        is_whole
    from {{ ref('int_dates__periods') }}

),

counted as (

    select
        period,
        first_active_period_number as cohort_number,
        period_number,
        sum(case when is_active then 1 else 0 end) as active_customers,
        sum(revenue_amount) as revenue_amount
    from customers
    group by
        period,
        first_active_period_number,
        period_number

),

{# All of a cohort are active in its own period. #}
cohorts as (

    select
        counted.period,
        counted.cohort_number,
        counted.active_customers as cohort_customers,
        periods.period_start_on as cohort_start_on,
        periods.is_whole
    from counted
    inner join periods
        on
            counted.period = periods.period
            and counted.cohort_number = periods.period_number
    where counted.period_number = counted.cohort_number

),

{# A period in which nobody of a cohort ordered is a cell too. #}
cells as (

    select
        cohorts.period,
        cohorts.cohort_number,
        cohorts.cohort_start_on,
        cohorts.cohort_customers,
        periods.period_number,
        periods.period_start_on,
        cohorts.is_whole and periods.is_whole as is_complete
    from cohorts
    inner join periods
        on
            cohorts.period = periods.period
            and cohorts.cohort_number <= periods.period_number

),

final as (

    select
        cells.period,
        cells.cohort_start_on,
        cast(cells.period_number - cells.cohort_number as int) as periods_later,
        cells.period_start_on,
        cast(cells.cohort_customers as bigint) as cohort_customers,
        cast(coalesce(counted.active_customers, 0) as bigint) as active_customers,
        cast(100 as double) * coalesce(counted.active_customers, 0)
        / cells.cohort_customers as retention_pct,
        cast(coalesce(counted.revenue_amount, 0) as decimal(18, 4)) as revenue_amount,
        cells.is_complete
    from cells
    left join counted
        on
            cells.period = counted.period
            and cells.cohort_number = counted.cohort_number
            and cells.period_number = counted.period_number

)

select * from final
order by
    period,
    cohort_start_on,
    periods_later
