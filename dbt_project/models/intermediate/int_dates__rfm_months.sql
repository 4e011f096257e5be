with days as (

    select * from {{ ref('int_dates__periods') }}
    where period = 'month'

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

last_month as (

    select max(period_number) as month_number from days

),

final as (

    select distinct
        days.period_number as month_number,
        days.period_start_on as month_start_on,
        least(days.period_end_on, as_of.as_of_on) as as_of_on,
        days.is_whole as is_complete
    from days
    cross join as_of
    cross join last_month
    where
        days.period_number
        > last_month.month_number - {{ var('rfm_history_months') }}

)

select * from final
