with held as (

    select * from {{ ref('int_baskets__groups') }}

),

frequent as (

    select * from {{ ref('int_baskets__frequent') }}

),

final as (

    select
        held.group_level,
        held.basket_number,
        frequent.group_number
    from held
    inner join frequent
        on
            held.group_level = frequent.group_level
            and held.group_name = frequent.group_name

)

select * from final
