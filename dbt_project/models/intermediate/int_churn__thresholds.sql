with order_days as (

    select * from {{ ref('int_customers__order_days') }}
    where order_day_number > 1

),

segments as (

    select
        'all' as churn_segment,
        0 as segment_number
    {% for _, name in churn_segments() -%}
        union all
        select
            '{{ name }}' as churn_segment,
            {{ loop.index }} as segment_number
    {% endfor %}

),

{# A gap is of the segment that the customer was in when it began. #}
gaps as (

    select
        customer_id,
        gap_days,
        {{ churn_segment('order_day_number - 1') }} as churn_segment
    from order_days
    union all
    select
        customer_id,
        gap_days,
        'all' as churn_segment
    from order_days

),

learned as (

    select
        churn_segment,
        count(distinct customer_id) as gap_customers,
        count(*) as gaps,
        {{ percentile('gap_days', 50) }} as gap_median_days,
        {{ percentile('gap_days', 75) }} as gap_p75_days,
        {{ percentile('gap_days', 90) }} as gap_p90_days,
        {{ percentile('gap_days', setting('churn_gap_percentile', 90)) }}
            as threshold_days
    from gaps
    group by churn_segment

),

final as (

    select
        segments.churn_segment,
        segments.segment_number,
        coalesce(learned.gap_customers, 0) as gap_customers,
        coalesce(learned.gaps, 0) as gaps,
        learned.gap_median_days,
        learned.gap_p75_days,
        learned.gap_p90_days,
        case
            when learned.gap_customers >= {{ var('churn_min_buyers') }}
                then round(learned.threshold_days, 4)
        end as threshold_days
    from segments
    left join learned
        on segments.churn_segment = learned.churn_segment

)

select * from final
