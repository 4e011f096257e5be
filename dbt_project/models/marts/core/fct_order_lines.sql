with lines as (

    select * from {{ ref('int_order_lines__assigned') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

placed as (

    select
        orders.order_id,
        row_number() over (
            partition by orders.order_id
            order by
                lines.line_number nulls last,
                lines.source_name,
                lines.source_file,
                lines.source_row
        ) as line_number,
        orders.customer_id,
        lines.product_id,
        orders.ordered_on,
        cast(lines.quantity as double) as quantity,
        cast(lines.units as double) as units,
        cast(lines.line_amount as decimal(18, 4)) as line_amount,
        cast(coalesce(lines.discount_amount, 0) as decimal(18, 4)) as discount_amount,
        not orders.is_cancelled and not orders.is_return as is_counted,
        not orders.is_cancelled
        and not orders.is_return
        and lines.quantity > 0
        and lines.product_id is not null as is_in_basket
    from lines
    inner join orders
        on
            lines.order_source_name = orders.source_name
            and lines.source_order_id = orders.source_order_id

),

final as (

    select
        order_id,
        line_number,
        customer_id,
        product_id,
        ordered_on,
        quantity,
        units,
        line_amount,
        discount_amount,
        is_counted,
        coalesce(
            is_in_basket
            and line_number = min(case when is_in_basket then line_number end) over (
                partition by order_id
            ),
            false
        ) as is_first_in_basket
    from placed

)

select * from final
order by
    ordered_on,
    order_id,
    line_number
