with orders as (

    select {{ local_date('ordered_at') }} as day_on
    from {{ ref('int_orders__merged') }}
    where ordered_at is not null

),

events as (

    select
        min(occurred_at) as first_at,
        max(occurred_at) as last_at
    from {{ ref('stg_events__events') }}

),

{# What else metrics count by day. A year that nobody meant would make the calendar of
   all others longer, for a bill or a ticket alone. #}
others as (

    select spent_on as day_on
    from {{ ref('stg_marketing__ad_spend') }}
    union all
    select {{ local_date('redeemed_at') }} as day_on
    from {{ ref('stg_marketing__coupon_redemptions') }}
    union all
    select {{ local_date('opened_at') }} as day_on
    from {{ ref('stg_feedback__tickets') }}
    union all
    select {{ local_date('answered_at') }} as day_on
    from {{ ref('stg_feedback__surveys') }}

),

told as (

    select
        min(day_on) as first_on,
        max(day_on) as last_on
    from orders
    union all
    select
        {{ local_date('first_at') }} as first_on,
        {{ local_date('last_at') }} as last_on
    from events
    union all
    select
        min(day_on) as first_on,
        max(day_on) as last_on
    from others
    where day_on between date '1970-01-01' and date '2100-12-31'

),

period as (

    select
        min(first_on) as first_on,
        max(last_on) as last_on,
        {{ add_days('min(first_on)', -366) }} as year_before_on,
        {{ add_days('max(last_on)', 366) }} as year_after_on
    from told

),

days as (

    {{ each_day('period', 'year_before_on', 'year_after_on') }}

),

{# Day 0 of the Julian day number was a Monday, day 2440588 is 1970-01-01, and the
   Jalali era begins with day 1948320. Every 33 years have 8 leap years: this is exact
   from 1178 to 1501 AP (1799 to 2123). #}
numbered as (

    select
        day_on,
        2440588 + {{ days_between("date '1970-01-01'", 'day_on') }} as julian_day
    from days

),

in_years as (

    select
        *,
        1 + {{ floor_divide('33 * (julian_day - 1948320) + 3', 12053) }} as jalali_year
    from numbered

),

in_days as (

    select
        *,
        cast(
            julian_day - 1948320
            - 365 * (jalali_year - 1)
            - {{ floor_divide('8 * jalali_year + 21', 33) }}
            as int
        ) as days_before
    from in_years

),

{# Six months of 31 days, then months of 30. #}
in_months as (

    select
        *,
        case
            when days_before < 186 then 1 + {{ floor_divide('days_before', 31) }}
            else 7 + {{ floor_divide('days_before - 186', 30) }}
        end as jalali_month,
        case
            when days_before < 186 then days_before % 31
            else (days_before - 186) % 30
        end as days_before_in_month
    from in_days

),

in_quarters as (

    select
        *,
        1 + {{ floor_divide('jalali_month - 1', 3) }} as jalali_quarter,
        case
            when jalali_month <= 3 then days_before
            when jalali_month <= 6 then days_before - 93
            when jalali_month <= 9 then days_before - 186
            else days_before - 276
        end as days_before_in_quarter
    from in_months

),

first_and_last as (

    select
        min(extract(year from in_quarters.day_on)) as first_gregorian_year,
        max(extract(year from in_quarters.day_on)) as last_gregorian_year,
        min(in_quarters.jalali_year) as first_jalali_year,
        max(in_quarters.jalali_year) as last_jalali_year
    from in_quarters
    inner join period
        on in_quarters.day_on in (period.first_on, period.last_on)

),

final as (

    select
        in_quarters.day_on,
        cast(in_quarters.julian_day % 7 as int) as days_after_monday,
        in_quarters.jalali_year,
        in_quarters.jalali_quarter,
        in_quarters.jalali_month,
        in_quarters.days_before_in_month + 1 as jalali_day,
        in_quarters.days_before + 1 as jalali_day_of_year,
        (25 * in_quarters.jalali_year + 11) % 33 < 8 as is_jalali_leap_year,
        {{ add_days('in_quarters.day_on', '-in_quarters.days_before_in_month') }}
            as jalali_month_start_on,
        {{ add_days('in_quarters.day_on', '-in_quarters.days_before_in_quarter') }}
            as jalali_quarter_start_on,
        {{ add_days('in_quarters.day_on', '-in_quarters.days_before') }}
            as jalali_year_start_on
    from in_quarters
    inner join first_and_last
        on
            in_quarters.jalali_year between
            first_and_last.first_jalali_year and first_and_last.last_jalali_year
            or extract(year from in_quarters.day_on) between
            first_and_last.first_gregorian_year and first_and_last.last_gregorian_year

)

select * from final
