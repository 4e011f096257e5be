with order_days as (

    select * from {{ ref('int_customers__order_days') }}

),

as_of as (

    select as_of_on from {{ ref('int_orders__as_of') }}

),

thresholds as (

    select * from {{ ref('int_churn__thresholds') }}

),

customers as (

    select
        customer_id,
        count(*) as order_days,
        max(ordered_on) as last_ordered_on
    from order_days
    group by customer_id

),

placed as (

    select
        customers.*,
        as_of.as_of_on,
        cast(
            {{ days_between('customers.last_ordered_on', 'as_of.as_of_on') }} as bigint
        ) as recency_days,
        {{ churn_segment('customers.order_days') }} as churn_segment
    from customers
    cross join as_of

),

{# A segment of too few is judged by what all customers do. #}
judged as (

    select
        placed.*,
        case
            when own.threshold_days is not null then placed.churn_segment
            when whole.threshold_days is not null then 'all'
        end as threshold_segment,
        coalesce(own.threshold_days, whole.threshold_days) as threshold_days
    from placed
    inner join thresholds as own
        on placed.churn_segment = own.churn_segment
    inner join thresholds as whole
        on whole.churn_segment = 'all'

),

final as (

    select
        customer_id,
        as_of_on,
        order_days,
        churn_segment,
        threshold_segment,
        threshold_days,
        recency_days,
        recency_days > threshold_days as is_churned
    from judged

)

select * from final
order by customer_id
