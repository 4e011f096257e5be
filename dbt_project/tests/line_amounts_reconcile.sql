{{ config(meta={
    "description": "The money of the loaded lines, and of the orders of events that have lines, is the money of fct_order_lines, to the cent.",
    "dagster": {"ref": {"name": "fct_order_lines"}},
}) }}

with orders_with_lines as (

    select distinct order_id from {{ ref('int_order_lines__of_events') }}

),

parts as (

    select
        coalesce(
            line_amount,
            try_cast(
                coalesce(try_cast(quantity as decimal(18, 5)), 1)
                * cast(unit_price as decimal(28, 4))
                as decimal(18, 4)
            )
        ) as amount
    from {{ loaded('raw_shop', 'order_lines') }} as order_lines
    union all
    select orders.order_amount as amount
    from {{ ref('int_orders__of_events') }} as orders
    inner join orders_with_lines
        on orders.order_id = orders_with_lines.order_id

),

loaded_lines as (

    select coalesce(sum(amount), 0) as amount from parts

),

built_lines as (

    select coalesce(sum(line_amount), 0) as amount from {{ ref('fct_order_lines') }}

)

select
    loaded_lines.amount as loaded_amount,
    built_lines.amount as built_amount
from loaded_lines
cross join built_lines
where loaded_lines.amount <> built_lines.amount
