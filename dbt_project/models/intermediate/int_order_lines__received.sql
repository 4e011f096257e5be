with of_the_shop as (

    select * from {{ ref('stg_shop__order_lines') }}

),

of_events as (

    select * from {{ ref('int_order_lines__of_events') }}

),

final as (

    select
        source_name,
        order_id,
        line_number,
        product_id,
        quantity,
        unit_price,
        line_amount,
        discount_amount,
        customer_id,
        ordered_at,
        store_id,
        source_file,
        source_row,
        loaded_at
    from of_the_shop
    union all
    select
        source_name,
        order_id,
        line_number,
        product_id,
        cast(quantity as double) as quantity,
        unit_price,
        line_amount,
        null as discount_amount,
        null as customer_id,
        null as ordered_at,
        null as store_id,
        source_file,
        source_row,
        loaded_at
    from of_events

)

select * from final
