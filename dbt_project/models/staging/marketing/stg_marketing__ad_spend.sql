with source as (

    select * from {{ loaded('raw_marketing', 'ad_spend') }}

),

final as (

    select
        campaign_id,
        channel,
        spent_on,
        spend_amount,
        impressions,
        clicks,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from source

)

select * from final
