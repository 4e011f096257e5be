{{ config(meta={
    "description": "Every header of an order is one order, and every order has a header or lines.",
    "dagster": {"ref": {"name": "fct_orders"}},
}) }}

select
    headers.source_name,
    headers.order_id as header_id,
    orders.order_id
from {{ ref('int_orders__received') }} as headers
full outer join {{ ref('fct_orders') }} as orders
    on
        headers.source_name = orders.source_name
        and headers.order_id = orders.source_order_id
where
    orders.order_id is null
    or (headers.order_id is null and orders.line_count = 0)
