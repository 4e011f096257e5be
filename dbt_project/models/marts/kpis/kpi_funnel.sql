with sessions as (

    select * from {{ ref('fct_sessions') }}

),

by_device as (

    select
        started_on as day_on,
        device,
        count(*) as sessions,
        sum(case when funnel_step >= 1 then 1 else 0 end) as viewed,
        sum(case when funnel_step >= 2 then 1 else 0 end) as added,
        sum(case when funnel_step >= 3 then 1 else 0 end) as checked_out,
        sum(case when funnel_step >= 4 then 1 else 0 end) as ordered,
        max(case when is_simulated then 1 else 0 end) as simulated
    from sessions
    group by
        started_on,
        device

),

with_all as (

    select * from by_device
    union all
    select
        day_on,
        'all' as device,
        sum(sessions) as sessions,
        sum(viewed) as viewed,
        sum(added) as added,
        sum(checked_out) as checked_out,
        sum(ordered) as ordered,
        max(simulated) as simulated
    from by_device
    group by day_on

),

final as (

    select
        day_on,
        device,
        cast(sessions as bigint) as sessions,
        cast(viewed as bigint) as viewed,
        cast(added as bigint) as added,
        cast(checked_out as bigint) as checked_out,
        cast(ordered as bigint) as ordered,
        simulated = 1 as is_simulated
    from with_all

)

select * from final
order by
    day_on,
    device
