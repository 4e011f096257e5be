with source as (

    select * from {{ loaded('raw_marketing', 'campaign_members') }}

),

final as (

    select
        campaign_id,
        customer_id,
        is_holdout,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from source

)

select * from final
