with lines as (

    select * from {{ ref('int_order_lines__assigned') }}

),

orders as (

    select * from {{ ref('fct_orders') }}

),

joined as (

    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_on,
        lines.line_number,
        lines.source_name,
        lines.source_file,
        lines.source_row,
        lines.product_id,
        lines.quantity,
        lines.units,
        lines.line_amount,
        lines.discount_amount,
        not orders.is_cancelled and not orders.is_return as is_counted,
        case
            when
                not orders.is_cancelled
                and not orders.is_return
                and lines.quantity > 0
                and lines.product_id is not null then 1
            else 0
        end as in_basket
    from lines
    inner join orders
        on
            lines.order_source_name = orders.source_name
            and lines.source_order_id = orders.source_order_id

),

final as (

    {% set in_order -%}
        partition by order_id
            order by line_number nulls last, source_name, source_file, source_row
    {%- endset %}
    select
        order_id,
        row_number() over ({{ in_order }}) as line_number,
        customer_id,
        product_id,
        ordered_on,
        cast(quantity as double) as quantity,
        cast(units as double) as units,
        cast(line_amount as decimal(18, 4)) as line_amount,
        cast(coalesce(discount_amount, 0) as decimal(18, 4)) as discount_amount,
        is_counted,
        in_basket = 1
        and sum(in_basket) over (
            {{ in_order }}
            rows between unbounded preceding and current row
        ) = 1 as is_first_in_basket
    from joined

)

select * from final
order by
    ordered_on,
    order_id,
    line_number
