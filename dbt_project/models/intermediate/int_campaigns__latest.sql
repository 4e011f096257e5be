with campaigns as (

    select
        *,
        row_number() over (
            partition by campaign_id
            order by loaded_at desc, source_name asc
        ) as version_from_last
    from {{ ref('stg_marketing__campaigns') }}

),

members as (

    select * from {{ ref('stg_marketing__campaign_members') }}

),

redemptions as (

    select * from {{ ref('stg_marketing__coupon_redemptions') }}

),

coupons as (

    select * from {{ ref('stg_marketing__coupons') }}

),

records as (

    select * from campaigns
    where version_from_last = 1

),

named as (

    select campaign_id from records
    union
    select campaign_id from members
    union
    select campaign_id from redemptions
    union
    select campaign_id from coupons

),

measured as (

    select
        named.campaign_id,
        records.name,
        records.kind,
        records.starts_on,
        records.ends_on,
        records.budget_amount,
        case
            when records.starts_on <= records.ends_on
                then {{ days_between('records.starts_on', 'records.ends_on') }} + 1
        end as days,
        records.campaign_id is not null as has_record
    from named
    left join records
        on named.campaign_id = records.campaign_id
    where named.campaign_id is not null

),

final as (

    select
        campaign_id,
        name,
        kind,
        starts_on,
        ends_on,
        budget_amount,
        days,
        {{ add_days('starts_on', '-days') }} as before_first_on,
        {{ add_days('ends_on', 'days') }} as after_last_on,
        has_record
    from measured

)

select * from final
