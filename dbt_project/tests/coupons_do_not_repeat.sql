{{ config(severity="warn", fail_calc="coalesce(sum(repeats), 0)", meta={
    "description": "No coupon is loaded twice for a product and campaign; staging removes the repeats counted here.",
    "dagster": {"ref": {"name": "stg_marketing__coupons"}},
}) }}
{# A finding of the staging model, though it counts what came before it. #}
-- depends_on: {{ ref('stg_marketing__coupons') }}

select
    coupon_id,
    product_id,
    campaign_id,
    count(*) - 1 as repeats
from {{ loaded('raw_marketing', 'coupons') }} as coupons
group by
    coupon_id,
    product_id,
    campaign_id
having count(*) > 1
