with source as (

    select * from {{ loaded('raw_feedback', 'tickets') }}

),

numbered as (

    select
        *,
        row_number() over (
            partition by source_name, ticket_id
            order by _dlt_load_id desc, source_file desc, source_row desc
        ) as version_from_last
    from source

),

final as (

    select
        ticket_id,
        customer_id,
        contact_id,
        channel,
        subject,
        body,
        opened_at,
        closed_at,
        satisfaction,
        transcript_url,
        source_name,
        extra,
        loaded_at
    from numbered
    where version_from_last = 1

)

select * from final
