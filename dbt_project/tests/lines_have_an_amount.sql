{{ config(severity="warn", meta={
    "description": "Every line has an amount, or a price to work it out; lines that do not count as 0.",
}) }}

select
    source_name,
    source_file,
    source_row
from {{ ref('int_order_lines__assigned') }}
where not has_amount
