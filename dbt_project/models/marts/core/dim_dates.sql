with days as (

    select * from {{ ref('int_dates__calendar') }}

),

final as (

    select
        day_on,
        week_start_on,
        month_start_on,
        quarter_start_on,
        year_start_on,
        weekday_number,
        is_weekend,
        gregorian_year,
        gregorian_quarter,
        gregorian_month,
        gregorian_day,
        jalali_year,
        jalali_quarter,
        jalali_month,
        jalali_day,
        is_jalali_leap_year,
        week_start_monday_on,
        week_start_tuesday_on,
        week_start_wednesday_on,
        week_start_thursday_on,
        week_start_friday_on,
        week_start_saturday_on,
        week_start_sunday_on
    from days

)

select * from final
order by day_on
