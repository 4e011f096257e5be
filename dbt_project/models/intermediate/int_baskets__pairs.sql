with held as (

    select * from {{ ref('int_baskets__held') }}

),

sizes as (

    select max(all_baskets) as all_baskets from {{ ref('int_baskets__frequent') }}

),

counted as (

    select
        ones.level_number,
        ones.group_number as first_number,
        partners.group_number as second_number,
        count(*) as baskets
    from held as ones
    inner join held as partners
        on
            ones.level_number = partners.level_number
            and ones.basket_number = partners.basket_number
            and ones.group_number < partners.group_number
    group by
        ones.level_number,
        ones.group_number,
        partners.group_number

),

final as (

    select counted.*
    from counted
    inner join sizes
        on
            counted.baskets
            >= {{ least_baskets('counted.level_number', 'sizes.all_baskets') }}

)

select * from final
