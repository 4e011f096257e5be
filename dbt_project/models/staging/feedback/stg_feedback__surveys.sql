with source as (

    select * from {{ loaded('raw_feedback', 'surveys') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, response_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        response_id,
        customer_id,
        kind,
        score,
        comment,
        answered_at,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
