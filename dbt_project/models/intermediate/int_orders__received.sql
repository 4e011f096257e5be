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

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

received as (

    select {{ columns | join(', ') }} from of_the_shop
    union all
    select {{ columns | join(', ') }} from of_events

),

final as (

    select
        received.source_name,
        received.order_id,
        coalesce(renamed.customer_id, received.customer_id) as customer_id,
        received.ordered_at,
        received.store_id,
        received.channel,
        received.status,
        received.currency,
        received.order_amount,
        received.discount_amount,
        received.shipping_amount,
        received.tax_amount,
        received.loaded_at
    from received
    left join renamed
        on received.customer_id = renamed.source_customer_id

)

select * from final
