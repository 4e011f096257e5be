with thresholds as (

    select * from {{ ref('int_churn__thresholds') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

customers as (

    select * from {{ ref('customer_churn') }}

),

counted as (

    select
        churn_segment,
        count(*) as customers,
        count(is_churned) as judged_customers,
        sum(case when is_churned then 1 else 0 end) as churned_customers
    from customers
    group by churn_segment
    union all
    select
        'all' as churn_segment,
        count(*) as customers,
        count(is_churned) as judged_customers,
        sum(case when is_churned then 1 else 0 end) as churned_customers
    from customers

),

final as (

    select
        thresholds.churn_segment,
        cast(thresholds.segment_number as int) as segment_number,
        as_of.as_of_on,
        cast(coalesce(counted.customers, 0) as bigint) as customers,
        cast(
            case when counted.judged_customers > 0 then counted.churned_customers end
            as bigint
        ) as churned_customers,
        cast(100 as double) * counted.churned_customers
        / nullif(counted.judged_customers, 0) as churn_pct,
        cast(thresholds.gap_customers as bigint) as gap_customers,
        cast(thresholds.gaps as bigint) as gaps,
        thresholds.gap_median_days,
        thresholds.gap_p75_days,
        thresholds.gap_p90_days,
        thresholds.threshold_days
    from thresholds
    cross join as_of
    left join counted
        on thresholds.churn_segment = counted.churn_segment

)

select * from final
order by segment_number
