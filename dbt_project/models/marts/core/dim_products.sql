with catalogue as (

    select * from {{ ref('int_products__latest') }}

),

sold as (

    select
        product_id,
        min(ordered_on) as first_sold_on
    from {{ ref('fct_order_lines') }}
    where product_id is not null
    group by product_id

),

final as (

    select
        coalesce(catalogue.product_id, sold.product_id) as product_id,
        catalogue.name,
        catalogue.department,
        catalogue.category,
        catalogue.brand,
        catalogue.unit_cost_amount,
        catalogue.list_price_amount,
        catalogue.image_url,
        catalogue.product_id is not null as is_in_catalogue,
        sold.product_id is not null as is_sold,
        sold.first_sold_on,
        coalesce(catalogue.is_excluded_from_units, false) as is_excluded_from_units
    from catalogue
    full outer join sold
        on catalogue.product_id = sold.product_id

)

select * from final
order by product_id
