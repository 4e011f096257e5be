with catalogue as (

    select
        product_id,
        department,
        category
    from {{ ref('int_products__latest') }}

),

sold as (

    select distinct product_id from {{ ref('int_order_lines__assigned') }}

),

grouped as (

    select
        product_id,
        1 as level_number,
        product_id as group_name
    from catalogue
    union
    select
        product_id,
        1 as level_number,
        product_id as group_name
    from sold
    union all
    select
        product_id,
        2 as level_number,
        category as group_name
    from catalogue
    union all
    select
        product_id,
        3 as level_number,
        department as group_name
    from catalogue

),

final as (

    select
        product_id,
        cast(dense_rank() over (order by level_number, group_name) as int)
            as group_number,
        level_number,
        case level_number
            when 1 then 'product'
            when 2 then 'category'
            else 'department'
        end as group_level,
        group_name
    from grouped
    where
        product_id is not null
        and group_name is not null

)

select * from final
