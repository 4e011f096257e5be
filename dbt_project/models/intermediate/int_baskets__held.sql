with held as (

    select * from {{ ref('int_baskets__groups') }}

),

frequent as (

    select
        group_number,
        level_number
    from {{ ref('int_baskets__frequent') }}

),

final as (

    select
        held.basket_number,
        frequent.level_number,
        held.group_number
    from held
    inner join frequent
        on held.group_number = frequent.group_number

)

select * from final
