with held as (

    select * from {{ ref('int_baskets__held') }}

),

sizes as (

    select max(all_baskets) as all_baskets from {{ ref('int_baskets__frequent') }}

),

counted as (

    select
        ones.group_level,
        ones.group_number as first_number,
        partners.group_number as second_number,
        count(*) as baskets
    from held as ones
    inner join held as partners
        on
            ones.group_level = partners.group_level
            and ones.basket_number = partners.basket_number
            and ones.group_number < partners.group_number
    group by
        ones.group_level,
        ones.group_number,
        partners.group_number

),

final as (

    select counted.*
    from counted
    inner join sizes
        on
            counted.baskets
            >= {{ least_baskets('counted.group_level', 'sizes.all_baskets') }}

)

select * from final
