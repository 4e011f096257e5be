with orders as (

    select * from {{ ref('int_orders__of_customers') }}

),

days as (

    select * from {{ ref('int_dates__periods') }}
    where period = 'month'

),

months as (

    select * from {{ ref('int_dates__rfm_months') }}

),

first_month as (

    select min(month_number) as month_number from months

),

{# What was before the first month counts as of it. #}
monthly as (

    select
        orders.customer_id,
        greatest(days.period_number, first_month.month_number) as month_number,
        max(case when orders.is_counted then orders.ordered_on end) as last_ordered_on,
        sum(case when orders.is_counted then 1 else 0 end) as frequency,
        sum(orders.order_amount) as monetary_amount
    from orders
    inner join days
        on orders.ordered_on = days.day_on
    cross join first_month
    group by
        orders.customer_id,
        greatest(days.period_number, first_month.month_number)

),

{# What a customer had by the end of a month, and so until their next one. #}
running as (

    select
        customer_id,
        month_number,
        lead(month_number) over (
            partition by customer_id
            order by month_number
        ) as next_month_number,
        max(last_ordered_on) over (
            partition by customer_id
            order by month_number
            rows between unbounded preceding and current row
        ) as last_ordered_on,
        sum(frequency) over (
            partition by customer_id
            order by month_number
            rows between unbounded preceding and current row
        ) as frequency,
        sum(monetary_amount) over (
            partition by customer_id
            order by month_number
            rows between unbounded preceding and current row
        ) as monetary_amount
    from monthly

),

{# Who only returned or cancelled has no last order, and so no recency: not here. #}
final as (

    select
        months.month_start_on,
        months.as_of_on,
        months.is_complete,
        running.customer_id,
        cast({{ days_between('running.last_ordered_on', 'months.as_of_on') }} as bigint)
            as recency_days,
        cast(running.frequency as bigint) as frequency,
        cast(running.monetary_amount as decimal(18, 4)) as monetary_amount
    from running
    inner join months
        on
            running.month_number <= months.month_number
            and (
                running.next_month_number > months.month_number
                or running.next_month_number is null
            )
    where running.frequency > 0

)

select * from final
