with source as (

    select * from {{ loaded('raw_shop', 'products') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, product_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        product_id,
        name,
        department,
        category,
        brand,
        unit_cost_amount,
        list_price_amount,
        image_url,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
