with orders as (

    select
        *,
        not is_cancelled and not is_return as is_counted
    from {{ ref('fct_orders') }}
    where ordered_on is not null

),

selling_period as (

    select
        min(ordered_on) as first_on,
        max(ordered_on) as last_on
    from orders

),

days as (

    select dates.day_on
    from {{ ref('dim_dates') }} as dates
    inner join selling_period
        on dates.day_on between selling_period.first_on and selling_period.last_on

),

daily as (

    select
        ordered_on as day_on,
        sum(case when is_counted then 1 else 0 end) as orders,
        count(distinct case when is_counted then customer_id end) as customers,
        sum(cast(units as decimal(18, 5))) as units,
        sum(order_amount) as revenue_amount,
        sum(discount_amount) as discount_amount
    from orders
    group by ordered_on

),

final as (

    select
        days.day_on,
        cast(coalesce(daily.orders, 0) as bigint) as orders,
        coalesce(daily.customers, 0) as customers,
        cast(coalesce(daily.units, 0) as double) as units,
        cast(coalesce(daily.revenue_amount, 0) as decimal(18, 4)) as revenue_amount,
        cast(coalesce(daily.discount_amount, 0) as decimal(18, 4)) as discount_amount
    from days
    left join daily
        on days.day_on = daily.day_on

)

select * from final
order by day_on
