with orders as (

    select
        *,
        {{ local_date('ordered_at') }} as ordered_on
    from {{ ref('int_orders__merged') }}

),

{# By days first: a clock that is put back after midnight has the day before again. #}
counted as (

    select
        order_id,
        row_number() over in_order = 1 as is_first_order,
        first_value(ordered_on) over in_order as first_ordered_on,
        lag(ordered_on) over in_order as previous_ordered_on
    from orders
    where
        not is_cancelled
        and not is_return
        and customer_id is not null
        and ordered_at is not null
    window in_order as (
        partition by customer_id
        order by
            ordered_on,
            ordered_at,
            order_id
    )

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
        coalesce(counted.is_first_order, false) as is_first_order,
        counted.first_ordered_on,
        counted.previous_ordered_on,
        orders.source_name,
        orders.source_order_id,
        orders.loaded_at
    from orders
    left join counted
        on orders.order_id = counted.order_id

)

select * from final
order by
    customer_id,
    ordered_at,
    order_id
