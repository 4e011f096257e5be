with source as (

    select * from {{ loaded('raw_marketing', 'promotions') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by product_id, store_id, week_start_on
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
        product_id,
        store_id,
        week_start_on,
        display,
        mailer,
        source_name,
        source_file,
        source_row,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
