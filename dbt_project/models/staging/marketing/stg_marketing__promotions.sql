with source as (

    select
        *,
        {{ row_hash(['product_id', 'store_id', 'week_start_on']) }} as key_hash
    from {{ loaded('raw_marketing', 'promotions') }} as promotions

),

repeated as (

    select key_hash
    from source
    group by key_hash
    having count(*) > 1

),

{# Few keys repeat, and sorting all of 20.9 million rows to find them takes twice the
   time. A hash that two keys share costs a row a needless window, and nothing else. #}
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
    where key_hash in (select repeated.key_hash from repeated)

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
    from source
    where key_hash not in (select repeated.key_hash from repeated)
    union all
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
