with source as (

    select * from {{ loaded('raw_crm', 'activities') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, activity_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        activity_id,
        kind,
        representative_id,
        account_id,
        contact_id,
        deal_id,
        booked_at,
        starts_at,
        duration_minutes,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
