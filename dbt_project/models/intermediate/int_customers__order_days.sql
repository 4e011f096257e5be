with orders as (

    select distinct
        customer_id,
        ordered_on
    from {{ ref('int_orders__of_customers') }}
    where is_counted

),

numbered as (

    select
        *,
        row_number() over (
            partition by customer_id
            order by ordered_on, customer_id
        ) as order_day_number,
        lag(ordered_on) over (
            partition by customer_id
            order by ordered_on
        ) as previous_on
    from orders

),

final as (

    select
        customer_id,
        ordered_on,
        order_day_number,
        cast({{ days_between('previous_on', 'ordered_on') }} as bigint) as gap_days
    from numbered

)

select * from final
