{{ config(severity="warn", fail_calc="coalesce(sum(repeats), 0)", meta={
    "description": "No product is promoted twice in a store and week; staging keeps the last of the repeats counted here.",
    "dagster": {"ref": {"name": "stg_marketing__promotions"}},
}) }}
{# A finding of the staging model, though it counts what came before it. #}
-- depends_on: {{ ref('stg_marketing__promotions') }}

select
    product_id,
    store_id,
    week_start_on,
    count(*) - 1 as repeats
from {{ loaded('raw_marketing', 'promotions') }} as promotions
group by
    product_id,
    store_id,
    week_start_on
having count(*) > 1
