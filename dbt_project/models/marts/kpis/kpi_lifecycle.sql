with customers as (

    select * from {{ ref('int_customers__by_period') }}
    where is_active

),

periods as (

    select distinct
        period,
        period_number,
        period_start_on,
        period_end_on,
        is_whole
    from {{ ref('int_dates__periods') }}

),

counted as (

    select
        period,
        period_number,
        count(*) as active_customers,
        sum(case when last_active_period_number is null then 1 else 0 end)
            as new_customers,
        sum(case when last_active_period_number = period_number - 1 then 1 else 0 end)
            as returning_customers,
        sum(case when last_active_period_number < period_number - 1 then 1 else 0 end)
            as resurrected_customers
    from customers
    group by
        period,
        period_number

),

{# A period in which nobody ordered is one too. #}
filled as (

    select
        periods.*,
        coalesce(counted.active_customers, 0) as active_customers,
        coalesce(counted.new_customers, 0) as new_customers,
        coalesce(counted.returning_customers, 0) as returning_customers,
        coalesce(counted.resurrected_customers, 0) as resurrected_customers
    from periods
    left join counted
        on
            periods.period = counted.period
            and periods.period_number = counted.period_number

),

beside_before as (

    select
        *,
        lag(active_customers, 1, 0) over (
            partition by period
            order by period_number
        ) as active_customers_before,
        lag(is_whole, 1, false) over (
            partition by period
            order by period_number
        ) as is_whole_before
    from filled

),

final as (

    select
        period,
        period_start_on,
        period_end_on,
        is_whole and is_whole_before as is_complete,
        cast(active_customers as bigint) as active_customers,
        cast(new_customers as bigint) as new_customers,
        cast(returning_customers as bigint) as returning_customers,
        cast(resurrected_customers as bigint) as resurrected_customers,
        cast(active_customers_before - returning_customers as bigint)
            as dormant_customers
    from beside_before

)

select * from final
order by
    period,
    period_start_on
