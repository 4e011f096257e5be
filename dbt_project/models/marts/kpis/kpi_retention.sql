with lifecycle as (

    select * from {{ ref('kpi_lifecycle') }}

),

customers as (

    select * from {{ ref('int_customers__by_period') }}

),

periods as (

    select distinct
        period,
        period_number,
        period_start_on
    from {{ ref('int_dates__periods') }}

),

revenue as (

    select
        periods.period,
        periods.period_start_on,
        sum(customers.revenue_amount) as retained_revenue_amount
    from customers
    inner join periods
        on
            customers.period = periods.period
            and customers.period_number = periods.period_number
    where
        customers.is_active
        and customers.last_active_period_number = customers.period_number - 1
    group by
        periods.period,
        periods.period_start_on

),

{# The first period has no start: lag gives null there. #}
counted as (

    select
        lifecycle.period,
        lifecycle.period_start_on,
        lifecycle.period_end_on,
        lifecycle.is_complete,
        lag(lifecycle.active_customers) over (
            partition by lifecycle.period
            order by lifecycle.period_start_on
        ) as customers_at_start,
        lifecycle.new_customers as customers_won,
        lifecycle.active_customers as customers_at_end,
        lifecycle.returning_customers,
        coalesce(revenue.retained_revenue_amount, 0) as retained_revenue_amount
    from lifecycle
    left join revenue
        on
            lifecycle.period = revenue.period
            and lifecycle.period_start_on = revenue.period_start_on

),

final as (

    select
        period,
        period_start_on,
        period_end_on,
        is_complete,
        customers_at_start,
        customers_won,
        customers_at_end,
        case when customers_at_start is not null then returning_customers end
            as customers_retained,
        cast(100 as double) * (customers_at_end - customers_won)
        / nullif(customers_at_start, 0) as classic_retention_pct,
        cast(100 as double) * returning_customers
        / nullif(customers_at_start, 0) as returning_retention_pct,
        cast(
            case when customers_at_start is not null then retained_revenue_amount end
            as decimal(18, 4)
        ) as retained_revenue_amount
    from counted

)

select * from final
order by
    period,
    period_start_on
