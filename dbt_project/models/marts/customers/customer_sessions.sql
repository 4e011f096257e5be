with sessions as (

    select * from {{ ref('fct_sessions') }}

),

identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

{# Who signed in is known for sure, whoever's device it is. #}
final as (

    select
        coalesce(owners.customer_id, devices.customer_id) as customer_id,
        sessions.session_id,
        sessions.visitor_id,
        sessions.started_at,
        sessions.duration_s,
        sessions.page_views,
        sessions.orders,
        sessions.entry_path,
        sessions.channel,
        sessions.utm_source,
        sessions.utm_medium,
        sessions.utm_campaign,
        sessions.device,
        sessions.is_simulated
    from sessions
    left join identifiers as owners
        on
            owners.kind = 'customer'
            and sessions.user_id = owners.value
    left join identifiers as devices
        on
            devices.kind = 'anonymous'
            and sessions.visitor_id = devices.value
    where coalesce(owners.customer_id, devices.customer_id) is not null

)

select * from final
order by
    customer_id,
    started_at,
    session_id
