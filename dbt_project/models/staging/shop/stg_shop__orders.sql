with source as (

    select * from {{ loaded('raw_shop', 'orders') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, order_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
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
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
