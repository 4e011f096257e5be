with held as (

    select * from {{ ref('int_baskets__groups') }}

),

{# Every basket has a product, so that shares of all levels are of the same baskets. #}
sizes as (

    select count(distinct basket_number) as all_baskets
    from held
    where group_level = 'product'

),

counted as (

    select
        group_level,
        group_name,
        count(*) as baskets
    from held
    group by
        group_level,
        group_name

),

final as (

    select
        counted.group_level,
        counted.group_name,
        row_number() over (order by counted.group_level, counted.group_name)
            as group_number,
        counted.baskets,
        sizes.all_baskets
    from counted
    inner join sizes
        on
            counted.baskets
            >= {{ least_baskets('counted.group_level', 'sizes.all_baskets') }}

)

select * from final
