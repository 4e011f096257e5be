with orders as (

    select
        *,
        {{ local_date('ordered_at') }} as ordered_on
    from {{ ref('int_orders__merged') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

final as (

    select
        orders.customer_id,
        orders.ordered_on,
        cast(orders.order_amount as decimal(18, 4)) as order_amount,
        not orders.is_cancelled and not orders.is_return as is_counted
    from orders
    inner join as_of
        on orders.ordered_on <= as_of.as_of_on
    where orders.customer_id is not null

)

select * from final
