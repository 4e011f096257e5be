with days as (

    select * from {{ ref('int_dates__jalali') }}

),

starts as (

    select
        *,
        {{ add_days('day_on', '-days_after_monday') }} as week_start_monday_on,
        {{ add_days('day_on', '-((days_after_monday + 6) % 7)') }}
            as week_start_tuesday_on,
        {{ add_days('day_on', '-((days_after_monday + 5) % 7)') }}
            as week_start_wednesday_on,
        {{ add_days('day_on', '-((days_after_monday + 4) % 7)') }}
            as week_start_thursday_on,
        {{ add_days('day_on', '-((days_after_monday + 3) % 7)') }}
            as week_start_friday_on,
        {{ add_days('day_on', '-((days_after_monday + 2) % 7)') }}
            as week_start_saturday_on,
        {{ add_days('day_on', '-((days_after_monday + 1) % 7)') }}
            as week_start_sunday_on,
        cast(date_trunc('month', day_on) as date) as gregorian_month_start_on,
        cast(date_trunc('quarter', day_on) as date) as gregorian_quarter_start_on,
        cast(date_trunc('year', day_on) as date) as gregorian_year_start_on
    from days

),

final as (

    select
        day_on,
        week_start_{{ var('shop_week_start') }}_on as week_start_on,
        {{ var('shop_calendar') }}_month_start_on as month_start_on,
        {{ var('shop_calendar') }}_quarter_start_on as quarter_start_on,
        {{ var('shop_calendar') }}_year_start_on as year_start_on,
        cast(days_after_monday + 1 as int) as weekday_number,
        case '{{ var("shop_calendar") }}'
            when 'jalali' then days_after_monday in (3, 4)
            else days_after_monday in (5, 6)
        end as is_weekend,
        cast(extract(year from day_on) as int) as gregorian_year,
        cast(extract(quarter from day_on) as int) as gregorian_quarter,
        cast(extract(month from day_on) as int) as gregorian_month,
        cast(extract(day from day_on) as int) as gregorian_day,
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
    from starts

)

select * from final
