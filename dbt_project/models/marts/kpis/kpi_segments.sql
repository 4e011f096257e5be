with customers as (

    select * from {{ ref('customer_rfm_history') }}

),

final as (

    select
        month_start_on,
        max(as_of_on) as as_of_on,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete,
        segment,
        count(*) as customers,
        cast(sum(case when frequency >= 2 then 1 else 0 end) as bigint)
            as repeat_customers,
        cast(sum(monetary_amount) as decimal(18, 4)) as monetary_amount,
        cast(
            sum(case when is_top_1_pct then monetary_amount else 0 end)
            as decimal(18, 4)
        ) as top_monetary_amount
    from customers
    group by
        month_start_on,
        segment

)

select * from final
order by
    month_start_on,
    segment
