with source as (

    select * from {{ loaded('raw_marketing', 'coupons') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by coupon_id, product_id, campaign_id
            order by
                _dlt_load_id desc,
                source_name asc,
                source_file desc,
                source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        coupon_id,
        product_id,
        campaign_id,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
