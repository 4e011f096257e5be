{# On either side; of fewer people a mean does not hold. #}
{% set least_people = 30 %}
with campaigns as (

    select * from {{ ref('int_campaigns__latest') }}

),

listed as (

    select * from {{ ref('int_campaign_members__distinct') }}

),

redemptions as (

    select * from {{ ref('fct_coupon_redemptions') }}

),

people as (

    select * from {{ ref('int_campaigns__compared') }}

),

known as (

    select
        first_on,
        as_of_on
    from {{ ref('int_orders__as_of') }}

),

audiences as (

    select
        campaign_id,
        sum(case when is_holdout then 0 else 1 end) as members,
        max(case when is_holdout then 1 else 0 end) = 1 as has_holdout
    from listed
    group by campaign_id

),

redeemed as (

    select
        campaign_id,
        count(*) as redemptions,
        count(distinct case when is_campaign_member then customer_id end) as redeemers
    from redemptions
    group by campaign_id

),

bands as (

    select
        campaign_id,
        band,
        cast(count(case when is_member then 1 end) as double) as members,
        cast(count(case when not is_member then 1 end) as double) as non_members,
        cast(sum(case when is_member then before_amount end) as double)
            as members_before_amount,
        cast(sum(case when is_member then during_amount end) as double)
            as members_during_amount,
        cast(sum(case when is_member then after_amount end) as double)
            as members_after_amount,
        cast(sum(case when not is_member then before_amount end) as double)
            as non_members_before_amount,
        cast(sum(case when not is_member then during_amount end) as double)
            as non_members_during_amount,
        cast(sum(case when not is_member then after_amount end) as double)
            as non_members_after_amount
    from people
    group by
        campaign_id,
        band

),

{# In each band those beside the members weigh what the members do. #}
compared as (

    select
        campaign_id,
        sum(members) as members,
        sum(non_members) as non_members,
        sum(members_before_amount) / sum(members) as member_before_amount,
        sum(members_during_amount) / sum(members) as member_during_amount,
        sum(members_after_amount) / sum(members) as member_after_amount,
        sum(members * non_members_before_amount / non_members) / sum(members)
            as non_member_before_amount,
        sum(members * non_members_during_amount / non_members) / sum(members)
            as non_member_during_amount,
        sum(members * non_members_after_amount / non_members) / sum(members)
            as non_member_after_amount
    from bands
    where
        members > 0
        and non_members > 0
    group by campaign_id

),

{# Of a time with no day that is known, nobody knows the sales. #}
observed as (

    select
        campaigns.*,
        campaigns.before_first_on >= known.first_on
        and campaigns.starts_on <= {{ add_days('known.as_of_on', 1) }}
            as has_whole_before,
        campaigns.starts_on >= known.first_on
        and campaigns.ends_on <= known.as_of_on as has_whole_during,
        campaigns.ends_on >= {{ add_days('known.first_on', -1) }}
        and campaigns.after_last_on <= known.as_of_on as has_whole_after,
        campaigns.starts_on > known.first_on
        and campaigns.before_first_on <= known.as_of_on as has_before,
        campaigns.ends_on >= known.first_on
        and campaigns.starts_on <= known.as_of_on as has_during,
        campaigns.after_last_on >= known.first_on
        and campaigns.ends_on < known.as_of_on as has_after
    from campaigns
    left join known
        on campaigns.days is not null

),

measured as (

    select
        observed.campaign_id,
        observed.name,
        observed.kind,
        observed.starts_on,
        observed.ends_on,
        cast(observed.days as bigint) as days,
        observed.before_first_on,
        observed.after_last_on,
        coalesce(observed.has_whole_before, false) as has_whole_before,
        coalesce(observed.has_whole_during, false) as has_whole_during,
        coalesce(observed.has_whole_after, false) as has_whole_after,
        cast(coalesce(audiences.members, 0) as bigint) as members,
        cast(coalesce(redeemed.redeemers, 0) as bigint) as redeemers,
        cast(coalesce(redeemed.redemptions, 0) as bigint) as redemptions,
        100 * cast(coalesce(redeemed.redeemers, 0) as double)
        / nullif(cast(audiences.members as double), 0) as redemption_pct,
        cast(coalesce(compared.members, 0) as bigint) as compared_members,
        cast(coalesce(compared.non_members, 0) as bigint) as compared_non_members,
        cast(
            case when observed.has_before then compared.member_before_amount end
            as decimal(18, 4)
        ) as member_before_amount,
        cast(
            case when observed.has_during then compared.member_during_amount end
            as decimal(18, 4)
        ) as member_during_amount,
        cast(
            case when observed.has_after then compared.member_after_amount end
            as decimal(18, 4)
        ) as member_after_amount,
        cast(
            case when observed.has_before then compared.non_member_before_amount end
            as decimal(18, 4)
        ) as non_member_before_amount,
        cast(
            case when observed.has_during then compared.non_member_during_amount end
            as decimal(18, 4)
        ) as non_member_during_amount,
        cast(
            case when observed.has_after then compared.non_member_after_amount end
            as decimal(18, 4)
        ) as non_member_after_amount,
        coalesce(audiences.has_holdout, false) as is_randomised
    from observed
    left join audiences
        on observed.campaign_id = audiences.campaign_id
    left join redeemed
        on observed.campaign_id = redeemed.campaign_id
    left join compared
        on observed.campaign_id = compared.campaign_id

),

final as (

    select
        *,
        coalesce(
            has_whole_before
            and has_whole_during
            and least(compared_members, compared_non_members) >= {{ least_people }}
            and member_before_amount > 0
            and non_member_before_amount > 0
            and member_during_amount is not null
            and non_member_during_amount is not null,
            false
        ) as is_comparable
    from measured

)

select * from final
order by
    starts_on,
    campaign_id
