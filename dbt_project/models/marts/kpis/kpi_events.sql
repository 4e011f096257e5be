with events as (

    select * from {{ ref('fct_events') }}

),

final as (

    select
        occurred_on as day_on,
        type,
        event,
        count(*) as events,
        max(occurred_at) as last_at
    from events
    group by
        occurred_on,
        type,
        event

)

select * from final
order by
    day_on,
    type,
    event
