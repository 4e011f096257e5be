{{ config(severity="warn", meta={
    "description": "Every line names a product of the catalogue; lines that do not have no department, category or brand.",
    "dagster": {"ref": {"name": "fct_order_lines"}},
}) }}

select
    order_lines.order_id,
    order_lines.line_number,
    order_lines.product_id
from {{ ref('fct_order_lines') }} as order_lines
left join {{ ref('int_products__latest') }} as catalogue
    on order_lines.product_id = catalogue.product_id
where catalogue.product_id is null
