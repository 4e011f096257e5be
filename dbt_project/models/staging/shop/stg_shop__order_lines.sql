with source as (

    select * from {{ loaded('raw_shop', 'order_lines') }}

),

final as (

    select
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
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from source

)

select * from final
