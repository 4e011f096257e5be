with products as (

    select * from {{ ref('stg_shop__products') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by product_id
            order by loaded_at desc, source_name asc
        ) as version_from_last
    from products

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
        {{ is_one_of('department', var('units_exclude_departments')) }}
            as is_excluded_from_units
    from numbered
    where version_from_last = 1

)

select * from final
