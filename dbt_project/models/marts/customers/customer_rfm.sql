with orders as (

    select
        customer_id,
        ordered_on,
        order_amount,
        not is_cancelled and not is_return as is_counted
    from {{ ref('fct_orders') }}
    where ordered_on is not null

),

segments as (

    select * from {{ ref('rfm_segments') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

customers as (

    select
        orders.customer_id,
        as_of.as_of_on,
        max(case when orders.is_counted then orders.ordered_on end) as last_ordered_on,
        sum(case when orders.is_counted then 1 else 0 end) as frequency,
        sum(orders.order_amount) as monetary_amount
    from orders
    inner join as_of
        on orders.ordered_on <= as_of.as_of_on
    where orders.customer_id is not null
    group by
        orders.customer_id,
        as_of.as_of_on

),

{# Who only returned or cancelled has no last order, and so no recency: not here. #}
buyers as (

    select
        customer_id,
        as_of_on,
        {{ days_between('last_ordered_on', 'as_of_on') }} as recency_days,
        frequency,
        monetary_amount
    from customers
    where frequency > 0

),

{# The share of customers who are no better, in fifths: equal values, equal scores. #}
scored as (

    select
        *,
        ceil(5 * cume_dist() over (order by recency_days desc)) as r_score,
        ceil(5 * cume_dist() over (order by frequency)) as f_score,
        ceil(5 * cume_dist() over (order by monetary_amount)) as m_score,
        row_number() over (order by monetary_amount desc, customer_id asc) as place,
        count(*) over () as buyers
    from buyers

),

final as (

    select
        scored.customer_id,
        scored.as_of_on,
        cast(scored.recency_days as bigint) as recency_days,
        cast(scored.frequency as bigint) as frequency,
        cast(scored.monetary_amount as decimal(18, 4)) as monetary_amount,
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
order by customer_id
