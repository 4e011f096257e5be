{{ config(meta={
    "description": "Every redemption that was loaded is in fct_coupon_redemptions, once.",
    "dagster": {"ref": {"name": "fct_coupon_redemptions"}},
}) }}

with loaded_redemptions as (

    select count(*) as redemption_count
    from {{ loaded('raw_marketing', 'coupon_redemptions') }} as redemptions

),

built_redemptions as (

    select count(*) as redemption_count from {{ ref('fct_coupon_redemptions') }}

)

select
    loaded_redemptions.redemption_count as loaded_redemption_count,
    built_redemptions.redemption_count as built_redemption_count
from loaded_redemptions
cross join built_redemptions
where loaded_redemptions.redemption_count <> built_redemptions.redemption_count
