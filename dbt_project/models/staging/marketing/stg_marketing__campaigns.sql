with source as (

    select * from {{ loaded('raw_marketing', 'campaigns') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, campaign_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        campaign_id,
        name,
        kind,
        starts_on,
        ends_on,
        budget_amount,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
