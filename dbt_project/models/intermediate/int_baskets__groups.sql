with as_of as (

    select * from {{ ref('int_orders__as_of') }}

),

orders as (

    select
        source_name,
        source_order_id,
        {{ local_date('ordered_at') }} as ordered_on
    from {{ ref('int_orders__merged') }}
    where
        not is_cancelled
        and not is_return

),

lines as (

    select
        order_source_name,
        source_order_id,
        product_id
    from {{ ref('int_order_lines__assigned') }}
    where
        quantity > 0
        and product_id is not null

),

groups as (

    select
        product_id,
        group_number
    from {{ ref('int_products__groups') }}

),

numbered as (

    select
        orders.source_name,
        orders.source_order_id,
        cast(
            row_number() over (order by orders.source_name, orders.source_order_id)
            as int
        ) as basket_number
    from orders
    inner join as_of
        on
            orders.ordered_on <= as_of.as_of_on
            and orders.ordered_on
            > {{ add_days('as_of.as_of_on', '-' ~ var('baskets_days')) }}

),

final as (

    select distinct
        numbered.basket_number,
        groups.group_number
    from lines
    inner join numbered
        on
            lines.order_source_name = numbered.source_name
            and lines.source_order_id = numbered.source_order_id
    inner join groups
        on lines.product_id = groups.product_id

)

select * from final
