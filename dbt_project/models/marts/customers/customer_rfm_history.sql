with customers as (

    select * from {{ ref('int_customers__at_month_ends') }}

),

segments as (

    select * from {{ ref('rfm_segments') }}

),

recencies as (

    {{ fifths('customers', 'month_start_on', '-recency_days') }}

),

frequencies as (

    {{ fifths('customers', 'month_start_on', 'frequency') }}

),

amounts as (

    {{ beyond('customers', 'month_start_on', 'monetary_amount', [20, 40, 60, 80, 99]) }}

),

sizes as (

    select
        month_start_on,
        count(*) as buyers
    from customers
    group by month_start_on

),

{# Of those who spent as much as the last of the top 1 % some may not be among it. #}
richest as (

    select
        customers.month_start_on,
        customers.customer_id,
        customers.monetary_amount,
        row_number() over (
            partition by customers.month_start_on
            order by customers.monetary_amount desc, customers.customer_id asc
        ) as place
    from customers
    inner join amounts
        on
            customers.month_start_on = amounts.month_start_on
            and customers.monetary_amount >= amounts.beyond_99

),

last_of_top as (

    select
        richest.month_start_on,
        richest.customer_id,
        richest.monetary_amount
    from richest
    inner join sizes
        on
            richest.month_start_on = sizes.month_start_on
            and richest.place = ceil(sizes.buyers / 100)

),

scored as (

    select
        customers.*,
        {{ fifth('-customers.recency_days', 'recencies') }} as r_score,
        {{ fifth('customers.frequency', 'frequencies') }} as f_score,
        {{ fifth('customers.monetary_amount', 'amounts') }} as m_score,
        customers.monetary_amount > last_of_top.monetary_amount
        or (
            customers.monetary_amount = last_of_top.monetary_amount
            and customers.customer_id <= last_of_top.customer_id
        ) as is_top_1_pct
    from customers
    inner join recencies
        on customers.month_start_on = recencies.month_start_on
    inner join frequencies
        on customers.month_start_on = frequencies.month_start_on
    inner join amounts
        on customers.month_start_on = amounts.month_start_on
    inner join last_of_top
        on customers.month_start_on = last_of_top.month_start_on

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
        scored.is_top_1_pct
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
