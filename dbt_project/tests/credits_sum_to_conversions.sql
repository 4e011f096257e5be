{{ config(meta={
    "description": "In each model of attribution the credits of an order sum to 1, and its touches are numbered without a gap.",
    "dagster": {"ref": {"name": "customer_touches"}},
}) }}

select order_id
from {{ ref('customer_touches') }}
group by order_id
having
    count(*) <> max(touches)
    or max(touch_number) <> max(touches)
    or min(touch_number) <> 1
    {% for model in attribution_models() -%}
        or abs(sum({{ model }}_credit) - 1) > 1e-9
        or min({{ model }}_credit) < 0
    {% endfor %}
