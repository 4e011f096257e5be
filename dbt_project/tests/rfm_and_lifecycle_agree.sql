{{ config(meta={
    "description": "Recency, orders and money of a customer are the same in customer_rfm and in customer_lifecycle.",
    "dagster": {"ref": {"name": "customer_lifecycle"}},
}) }}

select
    rfm.customer_id as rfm_customer_id,
    lifecycle.customer_id
from {{ ref('customer_rfm') }} as rfm
full outer join {{ ref('customer_lifecycle') }} as lifecycle
    on
        rfm.customer_id = lifecycle.customer_id
        and rfm.as_of_on = lifecycle.as_of_on
        and rfm.recency_days = lifecycle.recency_days
        and rfm.frequency = lifecycle.orders
        and rfm.monetary_amount = lifecycle.revenue_amount
where
    rfm.customer_id is null
    or lifecycle.customer_id is null
