with history as (

    select * from {{ ref('customer_rfm_history') }}

),

first_month as (

    select min(month_start_on) as month_start_on from {{ ref('int_dates__rfm_months') }}

),

{# Who bought once is there in each later month: the row before is the month before. #}
moved as (

    select
        month_start_on,
        as_of_on,
        is_complete,
        lag(segment) over (
            partition by customer_id
            order by month_start_on
        ) as segment_before,
        segment as segment_after,
        monetary_amount
    from history

),

final as (

    select
        moved.month_start_on,
        moved.as_of_on,
        moved.is_complete,
        moved.segment_before,
        moved.segment_after,
        count(*) as customers,
        cast(sum(moved.monetary_amount) as decimal(18, 4)) as monetary_amount
    from moved
    inner join first_month
        on moved.month_start_on > first_month.month_start_on
    group by
        moved.month_start_on,
        moved.as_of_on,
        moved.is_complete,
        moved.segment_before,
        moved.segment_after

)

select * from final
order by
    month_start_on,
    segment_before,
    segment_after
