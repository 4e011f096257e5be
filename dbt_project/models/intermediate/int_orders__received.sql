with of_the_shop as (

    select * from {{ ref('stg_shop__orders') }}

),

of_events as (

    select * from {{ ref('int_orders__of_events') }}
    where is_counted

),

final as (

    select
        source_name,
        order_id,
        customer_id,
        ordered_at,
        store_id,
        channel,
        status,
        currency,
        order_amount,
        discount_amount,
        shipping_amount,
        tax_amount,
        loaded_at
    from of_the_shop
    union all
    select
        source_name,
        order_id,
        customer_id,
        event_at as ordered_at,
        null as store_id,
        null as channel,
        null as status,
        currency,
        order_amount,
        discount_amount,
        shipping_amount,
        tax_amount,
        loaded_at
    from of_events

)

select * from final
