with ledger as (

    select * from {{ source('ops', 'ledger') }}

),

{# What its source has deleted stays in the raw table, and in the ledger. #}
deleted as (

    select
        source_name,
        source_file,
        _dlt_load_id as load_id,
        count(*) as events
    from {{ source('raw_events', 'events') }}
    where deleted_at is not null
    group by
        source_name,
        source_file,
        _dlt_load_id

),

accepted as (

    select
        source_name,
        file as source_file,
        load_id,
        cast(sum(accepted) as bigint) as events
    from ledger
    where
        entity = 'events'
        and is_current
    group by
        source_name,
        file,
        load_id

),

final as (

    select
        accepted.source_name,
        accepted.source_file,
        accepted.load_id,
        accepted.events - coalesce(deleted.events, 0) as events
    from accepted
    left join deleted
        on
            accepted.source_name = deleted.source_name
            and accepted.source_file = deleted.source_file
            and accepted.load_id = deleted.load_id

)

select * from final
