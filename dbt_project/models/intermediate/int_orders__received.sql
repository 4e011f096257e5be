{% set columns = [
    'source_name', 'order_id', 'customer_id', 'ordered_at', 'store_id', 'channel',
    'status', 'currency', 'order_amount', 'discount_amount', 'shipping_amount',
    'tax_amount', 'loaded_at',
] %}
with of_the_shop as (

    select * from {{ ref('stg_shop__orders') }}

),

of_events as (

    select
        *,
        event_at as ordered_at,
        null as store_id,
        null as channel,
        null as status
    from {{ ref('int_orders__of_events') }}
    where is_counted

),

final as (

    select {{ columns | join(', ') }} from of_the_shop
    union all
    select {{ columns | join(', ') }} from of_events

)

select * from final
