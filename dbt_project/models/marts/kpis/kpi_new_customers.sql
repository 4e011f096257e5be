with as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

months as (

    select distinct
        period_start_on as month_start_on,
        period_end_on as month_end_on,
        is_whole
    from {{ ref('int_dates__periods') }}
    where period = 'month'

),

dates as (

    select
        day_on,
        month_start_on
    from {{ ref('dim_dates') }}

),

orders as (

    select
        orders.customer_id,
        orders.ordered_on,
        orders.order_amount,
        orders.is_first_order,
        case when orders.is_cancelled or orders.is_return then 0 else 1 end
            as is_counted
    from {{ ref('fct_orders') }} as orders
    inner join as_of
        on orders.ordered_on <= as_of.as_of_on
    where orders.customer_id is not null

),

firsts as (

    select
        orders.customer_id,
        orders.ordered_on as first_ordered_on,
        orders.order_amount as first_order_amount,
        dates.month_start_on,
        coalesce(customers.last_touch_channel, 'unknown') as channel
    from orders
    inner join dates
        on orders.ordered_on = dates.day_on
    left join {{ ref('customer_360') }} as customers
        on orders.customer_id = customers.customer_id
    where orders.is_first_order

),

{# What came of each within 90 days of the first order. #}
began as (

    select
        firsts.customer_id,
        firsts.month_start_on,
        firsts.channel,
        firsts.first_order_amount,
        max(
            case
                when orders.is_counted = 1 and not orders.is_first_order then 1
                else 0
            end
        ) as is_repeat,
        sum(orders.order_amount) as revenue_amount
    from firsts
    inner join orders
        on firsts.customer_id = orders.customer_id
    where
        orders.ordered_on between
        firsts.first_ordered_on and {{ add_days('firsts.first_ordered_on', 90) }}
    group by
        firsts.customer_id,
        firsts.month_start_on,
        firsts.channel,
        firsts.first_order_amount

),

counted as (

    select
        month_start_on,
        channel,
        count(*) as customers,
        sum(first_order_amount) as first_orders_amount,
        sum(is_repeat) as repeat_customers,
        sum(revenue_amount) as revenue_amount
    from began
    group by
        month_start_on,
        channel
    union all
    select
        month_start_on,
        cast(null as string) as channel,
        count(*) as customers,
        sum(first_order_amount) as first_orders_amount,
        sum(is_repeat) as repeat_customers,
        sum(revenue_amount) as revenue_amount
    from began
    group by month_start_on

),

final as (

    select
        counted.month_start_on,
        months.month_end_on,
        counted.channel,
        counted.customers,
        cast(counted.first_orders_amount as decimal(18, 4)) as first_orders_amount,
        cast(
            cast(counted.first_orders_amount as double) / counted.customers
            as decimal(18, 4)
        ) as mean_first_order_amount,
        cast(counted.repeat_customers as bigint) as repeat_customers,
        cast(100 as double) * counted.repeat_customers
        / counted.customers as repeat_pct,
        cast(counted.revenue_amount as decimal(18, 4)) as revenue_in_90_days_amount,
        months.is_whole
        and {{ add_days('months.month_end_on', 90) }} <= as_of.as_of_on as is_complete
    from counted
    inner join months
        on counted.month_start_on = months.month_start_on
    cross join as_of

)

select * from final
order by
    month_start_on,
    channel
