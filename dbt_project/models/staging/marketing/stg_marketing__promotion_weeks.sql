with final as (

    select distinct week_start_on
    from {{ loaded('raw_marketing', 'promotions') }} as promotions
    where week_start_on is not null

)

select * from final
