with customers as (

    select * from {{ ref('int_customers__at_month_ends') }}

),

segments as (

    select * from {{ ref('rfm_segments') }}

),

{# The share of customers who are no better, in fifths: equal values, equal scores. #}
scored as (

    select
        *,
        ceil(5 * cume_dist() over (
            partition by month_start_on
            order by recency_days desc
        )) as r_score,
        ceil(5 * cume_dist() over (
            partition by month_start_on
            order by frequency
        )) as f_score,
        ceil(5 * cume_dist() over (
            partition by month_start_on
            order by monetary_amount
        )) as m_score,
        row_number() over (
            partition by month_start_on
            order by monetary_amount desc, customer_id asc
        ) as place,
        count(*) over (partition by month_start_on) as buyers
    from customers

),

final as (

    select
        scored.month_start_on,
        scored.as_of_on,
        scored.is_complete,
        scored.customer_id,
        scored.recency_days,
        scored.frequency,
        scored.monetary_amount,
        cast(scored.r_score as int) as r_score,
        cast(scored.f_score as int) as f_score,
        cast(scored.m_score as int) as m_score,
        case
            when
                scored.r_score = 1
                and scored.f_score = 1
                and scored.recency_days > 365
                then 'Lost'
            when scored.r_score <= 2 and scored.m_score = 5 then 'Can''t Lose Them'
            else segments.segment
        end as segment,
        scored.place <= ceil(scored.buyers / 100) as is_top_1_pct
    from scored
    inner join segments
        on
            scored.r_score = segments.r_score
            and scored.f_score = segments.f_score

)

select * from final
order by
    customer_id,
    month_start_on
