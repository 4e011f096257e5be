with source as (

    select
        *,
        event = 'Order Refunded' as is_refund
    from {{ loaded('raw_events', 'events') }}
    where
        type = 'track'
        and event in ('Order Completed', 'Order Refunded')

),

products as (

    {{ each_product('source', [
        'source_name', 'message_id', 'is_refund', 'source_file', 'source_row',
        'loaded_at',
    ]) }}

),

read as (

    select
        message_id,
        line_number,
        is_refund,
        product_id,
        try_cast(told_quantity as decimal(18, 5)) as quantity,
        price_amount as unit_price,
        source_name,
        source_file,
        source_row,
        loaded_at
    from products

),

{# What names neither a product nor how much of it nor its price is no line, as an order
   that lists nothing. #}
final as (

    select * from read
    where
        product_id is not null
        or quantity is not null
        or unit_price is not null

)

select * from final
