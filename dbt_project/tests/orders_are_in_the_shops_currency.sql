{{ config(severity="warn", meta={
    "description": "Every order is in the shop's currency: amounts are added up as they are.",
    "dagster": {"ref": {"name": "stg_shop__orders"}},
}) }}

select
    source_name,
    order_id,
    currency
from {{ ref('stg_shop__orders') }}
where upper(trim(currency)) <> upper('{{ var("shop_currency") }}')
