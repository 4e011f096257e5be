with spend as (

    select * from {{ ref('stg_marketing__ad_spend') }}

),

spellings as (

    select * from {{ ref('int_campaigns__spellings') }}

),

told as (

    select
        spend.spent_on as day_on,
        {{ channel_of_spend('spend.channel') }} as channel,
        coalesce(spellings.campaign_id, nullif(trim(spend.campaign_id), ''))
            as campaign,
        spend.spend_amount,
        spend.impressions,
        spend.clicks
    from spend
    left join spellings
        on lower(trim(spend.campaign_id)) = spellings.spelling
    where spend.spent_on is not null

),

final as (

    select
        day_on,
        channel,
        campaign,
        coalesce(sum(spend_amount), 0) as spend_amount,
        coalesce(sum(impressions), 0) as impressions,
        coalesce(sum(clicks), 0) as clicks
    from told
    group by
        day_on,
        channel,
        campaign

)

select * from final
