{{ config(severity="warn", meta={
    "description": "No header without lines has the id of lines without a header: it may be one order, counted twice, where nothing says which header the lines belong to.",
    "dagster": {"ref": {"name": "fct_orders"}},
}) }}

select
    orders.order_id,
    line_orders.order_id as line_order_id
from {{ ref('fct_orders') }} as orders
inner join {{ ref('fct_orders') }} as line_orders
    on orders.source_order_id = line_orders.source_order_id
left join {{ ref('int_orders__received') }} as headers
    on
        line_orders.source_name = headers.source_name
        and line_orders.source_order_id = headers.order_id
where
    orders.line_count = 0
    and line_orders.line_count > 0
    and headers.order_id is null
