{{ config(meta={
    "description": "Orders, units, revenue and discounts by day add up to those of fct_orders that have a day.",
    "dagster": {"ref": {"name": "kpi_daily_sales"}},
}) }}

with by_order as (

    select
        coalesce(sum(order_amount), 0) as revenue_amount,
        coalesce(sum(discount_amount), 0) as discount_amount,
        coalesce(sum(cast(units as decimal(18, 5))), 0) as units,
        count(case when not is_cancelled and not is_return then 1 end) as orders
    from {{ ref('fct_orders') }}
    where ordered_on is not null

),

by_day as (

    select
        coalesce(sum(revenue_amount), 0) as revenue_amount,
        coalesce(sum(discount_amount), 0) as discount_amount,
        coalesce(sum(cast(units as decimal(18, 5))), 0) as units,
        coalesce(sum(orders), 0) as orders
    from {{ ref('kpi_daily_sales') }}

)

select
    by_order.revenue_amount as revenue_by_order,
    by_day.revenue_amount as revenue_by_day,
    by_order.discount_amount as discount_by_order,
    by_day.discount_amount as discount_by_day,
    by_order.units as units_by_order,
    by_day.units as units_by_day,
    by_order.orders as orders_by_order,
    by_day.orders as orders_by_day
from by_order
cross join by_day
where
    by_order.revenue_amount <> by_day.revenue_amount
    or by_order.discount_amount <> by_day.discount_amount
    or by_order.units <> by_day.units
    or by_order.orders <> by_day.orders
