with orders as (

    select * from {{ ref('int_orders__of_customers') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

customers as (

    select
        customer_id,
        min(case when is_counted then ordered_on end) as first_ordered_on,
        max(case when is_counted then ordered_on end) as last_ordered_on,
        sum(case when is_counted then 1 else 0 end) as orders,
        sum(order_amount) as revenue_amount
    from orders
    group by customer_id

),

aged as (

    select
        customers.*,
        as_of.as_of_on,
        {{ days_between('customers.first_ordered_on', 'as_of.as_of_on') }} as age_days,
        {{ days_between('customers.last_ordered_on', 'as_of.as_of_on') }}
            as recency_days
    from customers
    cross join as_of
    where customers.orders > 0

),

final as (

    select
        customer_id,
        as_of_on,
        case
            when recency_days > {{ var('lifecycle_lost_days') }} then 'lost'
            when recency_days > {{ var('lifecycle_active_days') }} then 'cooling'
            when age_days <= {{ var('lifecycle_onboarding_days') }} then 'onboarding'
            else 'active'
        end as stage,
        first_ordered_on,
        last_ordered_on,
        cast(recency_days as bigint) as recency_days,
        cast(orders as bigint) as orders,
        cast(revenue_amount as decimal(18, 4)) as revenue_amount
    from aged

)

select * from final
order by customer_id
