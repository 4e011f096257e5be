{{ config(meta={
    "description": "The money of lines, and of headers without lines, is the revenue of fct_orders, to the cent.",
    "dagster": {"ref": {"name": "fct_orders"}},
}) }}

with parts as (

    select line_amount as amount from {{ ref('int_order_lines__assigned') }}
    union all
    select headers.order_amount as amount
    from {{ ref('int_orders__received') }} as headers
    left join {{ ref('int_order_lines__assigned') }} as order_lines
        on
            headers.source_name = order_lines.order_source_name
            and headers.order_id = order_lines.source_order_id
    where order_lines.source_order_id is null

),

expected as (

    select coalesce(sum(amount), 0) as amount from parts

),

built as (

    select coalesce(sum(order_amount), 0) as amount from {{ ref('fct_orders') }}

)

select
    expected.amount as expected_amount,
    built.amount as built_amount
from expected
cross join built
where expected.amount <> built.amount
