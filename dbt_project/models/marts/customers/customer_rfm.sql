with history as (

    select * from {{ ref('customer_rfm_history') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

final as (

    select
        history.customer_id,
        history.as_of_on,
        history.recency_days,
        history.frequency,
        history.monetary_amount,
        history.r_score,
        history.f_score,
        history.m_score,
        history.segment,
        history.is_top_1_pct,
        {{ rfm_score('history.r_score', 'history.f_score', 'history.m_score') }}
            as rfm_score
    from history
    inner join as_of
        on history.as_of_on = as_of.as_of_on

)

select * from final
order by customer_id
