{% set lookback_s = var('attribution_lookback_days') * 86400 %}
with orders as (

    select
        order_id,
        customer_id,
        ordered_at,
        ordered_on,
        order_amount
    from {{ ref('fct_orders') }}
    where
        ordered_at is not null
        and not is_cancelled
        and not is_return

),

{# A session of nothing but orders is a server's report of them: it led to none. #}
sessions as (

    select * from {{ ref('fct_sessions') }}
    where events > orders

),

owners as (

    select
        session_id,
        customer_id,
        started_at
    from {{ ref('customer_sessions') }}

),

spellings as (

    select * from {{ ref('int_campaigns__spellings') }}

),

told as (

    select
        coalesce(order_id, message_id) as order_id,
        visitor_id,
        occurred_at
    from {{ ref('fct_events') }}
    where
        event = 'Order Completed'
        and type in ('page', 'screen', 'track')
        and visitor_id is not null
        and not is_bot

),

{# Many systems know the day of an order alone, and say its midnight. #}
ordered_in as (

    select distinct
        orders.order_id,
        orders.customer_id,
        orders.ordered_at,
        sessions.session_id,
        sessions.visitor_id
    from orders
    inner join told
        on orders.order_id = told.order_id
    inner join sessions
        on
            told.visitor_id = sessions.visitor_id
            and told.occurred_at >= sessions.started_at
            and told.occurred_at <= sessions.ended_at
    where
        {{ seconds_between('sessions.started_at', 'orders.ordered_at') }}
        between -86400 and {{ lookback_s }}

),

led_to as (

    select
        order_id,
        session_id
    from ordered_in
    union
    select
        orders.order_id,
        sessions.session_id
    from orders
    inner join owners
        on orders.customer_id = owners.customer_id
    inner join sessions
        on owners.session_id = sessions.session_id
    where
        {{ seconds_between('owners.started_at', 'orders.ordered_at') }}
        between 0 and {{ lookback_s }}
    union
    select
        ordered_in.order_id,
        sessions.session_id
    from ordered_in
    inner join sessions
        on ordered_in.visitor_id = sessions.visitor_id
    where
        ordered_in.customer_id is null
        and {{ seconds_between('sessions.started_at', 'ordered_in.ordered_at') }}
        between 0 and {{ lookback_s }}

),

numbered as (

    select
        led_to.order_id,
        led_to.session_id,
        sessions.visitor_id,
        sessions.started_at,
        sessions.channel,
        sessions.utm_source,
        sessions.utm_medium,
        sessions.utm_campaign,
        sessions.is_simulated,
        row_number() over (
            partition by led_to.order_id
            order by sessions.started_at, led_to.session_id
        ) as touch_number,
        count(*) over (partition by led_to.order_id) as touches
    from led_to
    inner join sessions
        on led_to.session_id = sessions.session_id

),

placed as (

    select
        *,
        max(case when channel <> 'direct' then touch_number end)
            over (partition by order_id) as last_indirect
    from numbered

),

final as (

    select
        orders.customer_id,
        orders.order_id,
        orders.ordered_at,
        orders.ordered_on,
        orders.order_amount,
        placed.touch_number,
        placed.touches,
        placed.session_id,
        placed.visitor_id,
        placed.started_at,
        placed.channel,
        placed.utm_source,
        placed.utm_medium,
        placed.utm_campaign,
        coalesce(spellings.campaign_id, placed.utm_campaign) as campaign,
        {% for model, credit in attribution_models().items() -%}
            cast({{ credit }} as double) as {{ model }}_credit,
        {% endfor -%}
        placed.is_simulated
    from placed
    inner join orders
        on placed.order_id = orders.order_id
    left join spellings
        on lower(trim(placed.utm_campaign)) = spellings.spelling

)

select * from final
order by
    customer_id,
    ordered_at,
    order_id,
    touch_number
