with held as (

    select * from {{ ref('int_baskets__groups') }}

),

groups as (

    select distinct
        group_number,
        level_number,
        group_level,
        group_name
    from {{ ref('int_products__groups') }}

),

{# Every basket has a product, so that shares of all levels are of the same baskets. #}
sizes as (

    select count(distinct basket_number) as all_baskets from held

),

counted as (

    select
        group_number,
        count(*) as baskets
    from held
    group by group_number

),

final as (

    select
        groups.group_number,
        groups.level_number,
        groups.group_level,
        groups.group_name,
        counted.baskets,
        sizes.all_baskets
    from counted
    inner join groups
        on counted.group_number = groups.group_number
    inner join sizes
        on
            counted.baskets
            >= {{ least_baskets('groups.level_number', 'sizes.all_baskets') }}

)

select * from final
