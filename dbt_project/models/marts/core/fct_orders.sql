with orders as (

    select
        *,
        {{ local_date('ordered_at') }} as ordered_on
    from {{ ref('int_orders__merged') }}

),

first_orders as (

    select
        order_id,
        row_number() over (
            partition by customer_id
            order by ordered_at, order_id
        ) as place
    from orders
    where
        not is_cancelled
        and not is_return
        and customer_id is not null
        and ordered_at is not null

),

final as (

    select
        orders.order_id,
        orders.customer_id,
        orders.store_id,
        orders.channel,
        orders.status,
        orders.ordered_at,
        orders.ordered_on,
        orders.line_count,
        cast(orders.units as double) as units,
        cast(orders.order_amount as decimal(18, 4)) as order_amount,
        cast(orders.discount_amount as decimal(18, 4)) as discount_amount,
        cast(orders.shipping_amount as decimal(18, 4)) as shipping_amount,
        cast(orders.tax_amount as decimal(18, 4)) as tax_amount,
        orders.is_cancelled,
        orders.is_return,
        first_orders.order_id is not null as is_first_order,
        orders.source_name,
        orders.source_order_id,
        orders.loaded_at
    from orders
    left join first_orders
        on
            orders.order_id = first_orders.order_id
            and first_orders.place = 1

)

select * from final
order by
    customer_id,
    ordered_at,
    order_id
