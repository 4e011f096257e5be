{{ config(severity="warn", meta={
    "description": "Every order has a time; orders that do not are in no day, week or month.",
    "dagster": {"ref": {"name": "fct_orders"}},
}) }}

select
    order_id,
    order_amount
from {{ ref('fct_orders') }}
where ordered_at is null
