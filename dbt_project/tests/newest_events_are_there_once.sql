{{ config(meta={
    "description": "Of the newest load all events that it accepted are in fct_events, each once.",
    "dagster": {"ref": {"name": "fct_events"}},
}) }}

with loads as (

    select * from {{ ref('stg_events__loads') }}

),

newest as (

    select max(load_id) as load_id from loads
    where events > 0

),

accepted as (

    select
        loads.load_id,
        sum(loads.events) as accepted_events
    from loads
    inner join newest
        on loads.load_id = newest.load_id
    group by loads.load_id

),

each_event as (

    select
        source_name,
        message_id,
        count(*) as times
    from {{ ref('fct_events') }}
    where load_id = (select newest.load_id from newest)
    group by
        source_name,
        message_id

),

built as (

    select
        coalesce(sum(times), 0) as built_events,
        count(*) as different_events
    from each_event

)

select
    accepted.load_id,
    accepted.accepted_events,
    built.built_events,
    built.different_events
from accepted
cross join built
where
    accepted.accepted_events <> built.built_events
    or accepted.accepted_events <> built.different_events
