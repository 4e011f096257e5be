{{ config(meta={
    "description": "Every line that was loaded is in fct_order_lines, once.",
    "dagster": {"ref": {"name": "fct_order_lines"}},
}) }}

with loaded_lines as (

    select count(*) as line_count
    from {{ loaded('raw_shop', 'order_lines') }} as order_lines

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
