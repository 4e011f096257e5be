with orders as (

    select * from {{ ref('int_orders__of_customers') }}

),

days as (

    select * from {{ ref('int_dates__periods') }}

),

{# Days first: a customer's day is looked up in four kinds of periods. #}
by_period as (

    select
        days.period,
        days.period_number,
        orders.customer_id,
        sum(case when orders.is_counted then 1 else 0 end) > 0 as is_active,
        sum(orders.order_amount) as revenue_amount
    from orders
    inner join days
        on orders.ordered_on = days.day_on
    group by
        days.period,
        days.period_number,
        orders.customer_id

),

final as (

    select
        period,
        period_number,
        customer_id,
        is_active,
        revenue_amount,
        min(case when is_active then period_number end) over (
            partition by period, customer_id
            order by period_number
            rows between unbounded preceding and current row
        ) as first_active_period_number,
        max(case when is_active then period_number end) over (
            partition by period, customer_id
            order by period_number
            rows between unbounded preceding and 1 preceding
        ) as last_active_period_number
    from by_period

)

select * from final
