{% set words = order_words() + ['discount', 'currency'] %}
with source as (

    select * from {{ loaded('raw_events', 'events') }}
    where
        type = 'track'
        and event in ('Order Completed', 'Order Refunded')

),

texts as (

    select
        *,
        {{ json_texts('properties', words) }} as property
    from source

),

final as (

    select
        message_id,
        event = 'Order Refunded' as is_refund,
        coalesce({{ order_id_of('property', words) }}, message_id) as order_id,
        user_id as customer_id,
        anonymous_id,
        timestamp as event_at,
        {{ order_amount_of('property', words) }} as order_amount,
        {{ decimal_of(said('property', words, 'discount')) }} as discount_amount,
        {{ decimal_of(said('property', words, 'shipping')) }} as shipping_amount,
        {{ decimal_of(said('property', words, 'tax')) }} as tax_amount,
        {{ said('property', words, 'currency') }} as currency,
        source_name,
        loaded_at
    from texts

)

select * from final
