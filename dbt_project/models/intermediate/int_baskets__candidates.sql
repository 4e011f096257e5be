with pairs as (

    select * from {{ ref('int_baskets__pairs') }}

),

final as (

    select
        ones.level_number,
        ones.first_number,
        ones.second_number,
        partners.second_number as third_number
    from pairs as ones
    inner join pairs as partners
        on ones.second_number = partners.first_number
    inner join pairs as ends
        on
            ones.first_number = ends.first_number
            and partners.second_number = ends.second_number

)

select * from final
