with customers as (

    select * from {{ ref('int_customers__at_month_ends') }}

),

segments as (

    select * from {{ ref('rfm_segments') }}

),

scored as (

    select
        *,
        {{ fifth('month_start_on', 'recency_days desc') }} as r_score,
        {{ fifth('month_start_on', 'frequency') }} as f_score,
        {{ fifth('month_start_on', 'monetary_amount') }} as m_score,
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
        {{ rfm_segment() }} as segment,
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
