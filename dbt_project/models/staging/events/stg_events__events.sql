with source as (

    select * from {{ loaded('raw_events', 'events') }}

),

final as (

    select
        message_id,
        message_key,
        type,
        event,
        name,
        user_id,
        anonymous_id,
        group_id,
        previous_id,
        properties,
        traits,
        context,
        timestamp as occurred_at,
        original_timestamp,
        sent_at,
        received_at,
        source_name,
        source_file,
        source_row,
        extra,
        _dlt_load_id as load_id,
        loaded_at
    from source

)

select * from final
