with redemptions as (

    select
        *,
        {{ local_date('redeemed_at') }} as redeemed_on
    from {{ ref('stg_marketing__coupon_redemptions') }}

),

renamed as (

    select * from {{ ref('int_customers__renamed') }}

),

coupons as (

    select * from {{ ref('stg_marketing__coupons') }}

),

campaigns as (

    select * from {{ ref('int_campaigns__latest') }}

),

members as (

    select * from {{ ref('int_campaign_members__distinct') }}
    where not is_holdout

),

{# A redemption that names no campaign is of its coupon's, where it has but one. #}
coupons_of_one_campaign as (

    select
        coupon_id,
        min(campaign_id) as campaign_id
    from coupons
    where campaign_id is not null
    group by coupon_id
    having count(distinct campaign_id) = 1

),

assigned as (

    select
        redemptions.*,
        coalesce(renamed.customer_id, redemptions.customer_id) as known_customer_id,
        coalesce(redemptions.campaign_id, coupons_of_one_campaign.campaign_id)
            as known_campaign_id
    from redemptions
    left join renamed
        on redemptions.customer_id = renamed.source_customer_id
    left join coupons_of_one_campaign
        on redemptions.coupon_id = coupons_of_one_campaign.coupon_id

),

final as (

    select
        md5(
            concat_ws(
                '|', assigned.source_name, assigned.source_row, assigned.source_file
            )
        ) as redemption_id,
        assigned.known_customer_id as customer_id,
        assigned.coupon_id,
        assigned.known_campaign_id as campaign_id,
        assigned.redeemed_at,
        assigned.redeemed_on,
        members.customer_id is not null as is_campaign_member,
        case
            when campaigns.days is not null
                then
                    assigned.redeemed_on
                    between campaigns.starts_on and campaigns.ends_on
        end as is_in_campaign_period,
        assigned.source_name
    from assigned
    left join campaigns
        on assigned.known_campaign_id = campaigns.campaign_id
    left join members
        on
            assigned.known_campaign_id = members.campaign_id
            and assigned.known_customer_id = members.customer_id

)

select * from final
order by
    campaign_id,
    redeemed_at,
    redemption_id
