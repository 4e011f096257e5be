with source as (

    select * from {{ loaded('raw_events', 'events') }}
    where
        type = 'track'
        and event in ('Order Completed', 'Order Refunded')

),

texts as (

    select
        *,
        {{ json_texts('properties', [
            'order_id', 'orderId', 'revenue', 'subtotal', 'total', 'value',
            'shipping', 'tax', 'discount', 'currency',
        ]) }} as property
    from source

),

read as (

    select
        *,
        coalesce({{ text_at('property', 1) }}, {{ text_at('property', 2) }})
            as order_id,
        {{ decimal_of(text_at('property', 3)) }} as revenue,
        {{ decimal_of(text_at('property', 4)) }} as subtotal,
        {{ decimal_of(text_at('property', 5)) }} as total,
        {{ decimal_of(text_at('property', 6)) }} as order_value,
        {{ decimal_of(text_at('property', 7)) }} as shipping,
        {{ decimal_of(text_at('property', 8)) }} as tax,
        {{ decimal_of(text_at('property', 9)) }} as discount,
        {{ text_at('property', 10) }} as currency
    from texts

),

final as (

    select
        message_id,
        event = 'Order Refunded' as is_refund,
        coalesce(order_id, message_id) as order_id,
        user_id as customer_id,
        timestamp as event_at,
        coalesce(
            revenue,
            subtotal,
            total - coalesce(shipping, 0) - coalesce(tax, 0),
            order_value
        ) as order_amount,
        discount as discount_amount,
        shipping as shipping_amount,
        tax as tax_amount,
        currency,
        source_name,
        loaded_at
    from read

)

select * from final
