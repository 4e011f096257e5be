with orders as (

    select * from {{ ref('int_orders__of_events') }}
    where is_counted

),

lines as (

    select * from {{ ref('stg_events__order_lines') }}

),

priced as (

    select
        orders.order_id,
        orders.order_amount,
        orders.has_amount,
        case when orders.is_refund then -1 else 1 end as direction,
        lines.*,
        coalesce(
            try_cast(
                coalesce(lines.quantity, 1)
                * cast(coalesce(lines.unit_price, 0) as decimal(28, 4))
                as decimal(16, 4)
            ),
            0
        ) as listed_amount
    from orders
    inner join lines
        on
            orders.source_name = lines.source_name
            and orders.message_id = lines.message_id

),

{# Where no product has a price, all weigh the same. #}
weighed as (

    select
        *,
        case
            when
                sum(listed_amount) over (
                    partition by source_name, message_id
                ) > 0
                then listed_amount
            else 1
        end as weight
    from priced

),

shared as (

    select
        *,
        cast(
            sum(weight) over (
                partition by source_name, message_id
                order by line_number
                rows between unbounded preceding and current row
            ) as double
        ) as weight_so_far,
        cast(
            sum(weight) over (partition by source_name, message_id) as double
        ) as weight_of_all
    from weighed

),

{# The share of an order that its lines up to this one have, rounded: their differences
   add up to the order, to the last digit. Prices below nothing may make it more than
   one; what they make of it beyond all sense is cut off, to fit an amount. #}
paid as (

    select
        *,
        cast(
            cast(order_amount as double)
            * greatest(least(weight_so_far / weight_of_all, 10), -10)
            as decimal(18, 4)
        ) as paid_so_far
    from shared

),

final as (

    select
        order_id,
        line_number,
        product_id,
        direction * coalesce(quantity, 1) as quantity,
        unit_price,
        case
            when has_amount
                then
                    paid_so_far - lag(paid_so_far, 1, 0) over (
                        partition by source_name, message_id
                        order by line_number
                    )
        end as line_amount,
        source_name,
        source_file,
        source_row,
        loaded_at
    from paid

)

select * from final
