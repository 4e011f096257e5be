with source as (

    select * from {{ loaded('raw_marketing', 'coupon_redemptions') }}

),

final as (

    select
        customer_id,
        coupon_id,
        campaign_id,
        redeemed_at,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from source

)

select * from final
