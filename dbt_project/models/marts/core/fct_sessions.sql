{{ config(
    materialized='incremental',
    incremental_strategy='by_session',
    on_schema_change='fail',
    pre_hook="{{ note_touched_sessions(ref('fct_events')) }}",
    post_hook="{{ note_all_sessions() }}",
) }}
{# Clocks of many shops tell whole seconds. What happened in the same one comes in the
   order of the funnel, so that no step depends on ids and on when it was received. #}
{% set steps = {
    'Product Viewed': '1',
    'Product Added': '2',
    'Product Removed': '3',
    'Checkout Started': '4',
    'Order Completed': '5',
} %}
with counted as (

    select
        message_id,
        source_name,
        visitor_id,
        visitor_key,
        user_id,
        occurred_at,
        received_at,
        device,
        is_simulated,
        page_path,
        page_host,
        referrer_host,
        utm_source,
        utm_medium,
        utm_campaign,
        case when type in ('page', 'screen') then 1 else 0 end as is_view,
        case event
            {% for event, step in steps.items() -%}
                when '{{ event }}' then '{{ step }}'
            {% endfor -%}
        end as step
    from {{ events_of_rows(ref('fct_events'), 'rows_to_count') }}
    where
        visitor_id is not null
        and type in ('page', 'screen', 'track')
        and not is_bot

),

completed as (

    select
        message_id,
        source_name,
        visitor_id,
        occurred_at,
        received_at,
        order_id,
        coalesce(order_amount, 0) as order_amount
    from {{ events_of_rows(ref('fct_events'), 'rows_to_count') }}
    where
        visitor_id is not null
        and event = 'Order Completed'
        and type in ('page', 'screen', 'track')
        and not is_bot

),

hosts as (

    select * from {{ ref('traffic_hosts') }}

),

followed as (

    select
        *,
        lag(occurred_at) over (
            partition by visitor_id
            order by occurred_at, step nulls last, received_at, source_name, message_id
        ) as previous_at,
        row_number() over (
            partition by visitor_id
            order by occurred_at, step nulls last, received_at, source_name, message_id
        ) as place
    from counted

),

spaced as (

    select
        *,
        case
            when
                {{ seconds_between('previous_at', 'occurred_at') }}
                <= {{ var('session_gap_minutes') * 60 }} then 0
            else 1
        end as is_start
    from followed

),

numbered as (

    select
        *,
        sum(is_start) over (
            partition by visitor_id
            order by place
            rows between unbounded preceding and current row
        ) as session_number
    from spaced

),

placed as (

    select
        *,
        case when page_path is not null then place end as page_place,
        case
            when coalesce(utm_source, utm_medium, utm_campaign) is not null then place
        end as campaign_place
    from numbered

),

{# Of the first event, of the first and last on a page, of the first with a campaign;
   blanks stand for nulls, which engines treat differently here. #}
visits as (

    select
        visitor_id,
        visitor_key,
        session_number,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        max_by(user_id, case when user_id is not null then place end) as user_id,
        count(*) as events,
        sum(is_view) as page_views,
        sum(case when step = '1' then 1 else 0 end) as product_views,
        sum(case when step = '2' then 1 else 0 end) as adds,
        sum(case when step = '3' then 1 else 0 end) as removes,
        sum(case when step = '4' then 1 else 0 end) as checkouts,
        {{ joined_texts("step", "place") }} as steps,
        min_by(device, place) as device,
        min_by(is_simulated, place) as is_simulated,
        min_by(page_path, page_place) as entry_path,
        max_by(page_path, page_place) as exit_path,
        min_by(coalesce(page_host, ''), page_place) as entry_host,
        min_by(coalesce(referrer_host, ''), page_place) as referrer_host,
        min_by(coalesce(utm_source, ''), campaign_place) as utm_source,
        min_by(coalesce(utm_medium, ''), campaign_place) as utm_medium,
        min_by(coalesce(utm_campaign, ''), campaign_place) as utm_campaign
    from placed
    group by
        visitor_id,
        visitor_key,
        session_number

),

orders as (

    {{ orders_within('visits', 'completed') }}

),

sourced as (

    select
        *,
        nullif(utm_source, '') as campaign_source,
        nullif(utm_medium, '') as campaign_medium,
        nullif(utm_campaign, '') as campaign_name,
        lag(started_at) over (
            partition by visitor_key
            order by session_number
        ) as previous_started_at,
        case when referrer_host != entry_host then nullif(referrer_host, '') end
            as outer_host
    from visits

),

{# What leads to a shop is few hosts, and a campaign's source may be one or its name. #}
leaders as (

    select campaign_source as leader from sourced
    union
    select outer_host as leader from sourced

),

known as (

    select
        leaders.leader,
        hosts.channel,
        row_number() over (
            partition by leaders.leader
            order by length(hosts.host) desc, hosts.host
        ) as place
    from leaders
    inner join hosts
        on {{ is_of_host('leaders.leader', 'hosts.host') }}

),

final as (

    select
        md5(sourced.visitor_id || ' ' || cast(sourced.started_at as string))
            as session_id,
        sourced.visitor_id,
        sourced.visitor_key,
        sourced.user_id,
        sourced.started_at,
        sourced.ended_at,
        {{ local_date('sourced.started_at') }} as started_on,
        {{ seconds_between('sourced.started_at', 'sourced.ended_at') }} as duration_s,
        sourced.events,
        cast(sourced.page_views as bigint) as page_views,
        cast(sourced.product_views as bigint) as product_views,
        cast(sourced.adds as bigint) as adds,
        cast(sourced.removes as bigint) as removes,
        cast(sourced.checkouts as bigint) as checkouts,
        coalesce(orders.orders, 0) as orders,
        orders.order_id,
        cast(coalesce(orders.order_amount, 0) as decimal(18, 4)) as order_amount,
        sourced.entry_path,
        sourced.exit_path,
        sourced.outer_host as referrer_host,
        sourced.campaign_source as utm_source,
        sourced.campaign_medium as utm_medium,
        sourced.campaign_name as utm_campaign,
        {{ channel(
            'sourced.campaign_medium',
            'sourced.campaign_source',
            'coalesce(sources.channel, referrers.channel)',
            'sourced.outer_host'
        ) }} as channel,
        sourced.device,
        (sourced.events = 1 or sourced.page_views = 1)
        and sourced.adds + sourced.removes + sourced.checkouts = 0
        and orders.orders is null as is_bounce,
        sourced.session_number = 1 as is_new_visitor,
        {{ local_date('sourced.previous_started_at') }} as previous_started_on,
        case
            when sourced.steps like '%1%2%4%5%' then 4
            when sourced.steps like '%1%2%4%' then 3
            when sourced.steps like '%1%2%' then 2
            when sourced.steps like '%1%' then 1
            else 0
        end as funnel_step,
        sourced.is_simulated
    from sourced
    left join orders
        on
            sourced.visitor_id = orders.visitor_id
            and sourced.session_number = orders.session_number
    left join known as sources
        on
            sourced.campaign_source = sources.leader
            and sources.place = 1
    left join known as referrers
        on
            sourced.outer_host = referrers.leader
            and referrers.place = 1

)

select * from final
