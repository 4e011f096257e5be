{{ config(severity="warn", meta={
    "description": "Every order is in the shop's currency: amounts are added up as they are.",
    "dagster": {"ref": {"name": "int_orders__received"}},
}) }}

select
    source_name,
    order_id,
    currency
from {{ ref('int_orders__received') }}
where upper(trim(currency)) <> upper('{{ var("shop_currency") }}')
