{{ config(meta={
    "description": "Every line that was loaded, and each product of an order of events, is in fct_order_lines, once.",
    "dagster": {"ref": {"name": "fct_order_lines"}},
}) }}

with each_line as (

    select 1 as counted
    from {{ loaded('raw_shop', 'order_lines') }} as order_lines
    union all
    select 1 as counted
    from {{ ref('int_orders__of_events') }} as orders
    inner join {{ ref('stg_events__order_lines') }} as order_lines
        on
            orders.source_name = order_lines.source_name
            and orders.message_id = order_lines.message_id
    where orders.is_counted

),

loaded_lines as (

    select count(*) as line_count from each_line

),

built_lines as (

    select count(*) as line_count from {{ ref('fct_order_lines') }}

)

select
    loaded_lines.line_count as loaded_line_count,
    built_lines.line_count as built_line_count
from loaded_lines
cross join built_lines
where loaded_lines.line_count <> built_lines.line_count
