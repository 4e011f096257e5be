with source as (

    select * from {{ loaded('raw_shop', 'stores') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, store_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        store_id,
        name,
        city,
        country,
        latitude,
        longitude,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
