with weeks as (

    select week_start_on from {{ ref('stg_marketing__promotion_weeks') }}

),

places_in_week as (

    select 0 as place
    union all
    select 1
    union all
    select 2
    union all
    select 3
    union all
    select 4
    union all
    select 5
    union all
    select 6

),

final as (

    select
        weeks.week_start_on,
        {{ add_days('weeks.week_start_on', 'places_in_week.place') }} as day_on
    from weeks
    cross join places_in_week

)

select * from final
