with customers as (

    select * from {{ ref('dim_customers') }}

),

golden as (

    select * from {{ ref('int_customers__golden') }}

),

accounts as (

    select * from {{ ref('stg_crm__accounts') }}

),

identifiers as (

    select
        customer_id,
        count(*) as identifiers,
        cast(sum(case when kind = 'contact' then 1 else 0 end) as bigint) as contacts,
        max(case when is_held then 1 else 0 end) = 1 as is_held
    from {{ ref('customer_identifiers') }}
    group by customer_id

),

persons as (

    select
        customer_id,
        count(distinct person_id) as persons
    from {{ ref('int_contacts__persons') }}
    group by customer_id

),

sessions as (

    select
        sessions.*,
        customers.first_ordered_at is null
        or sessions.started_at <= customers.first_ordered_at as is_before_order
    from {{ ref('customer_sessions') }} as sessions
    inner join customers
        on sessions.customer_id = customers.customer_id

),

{# One sort for three places: those before an order are a customer's first ones. #}
placed_sessions as (

    select
        *,
        row_number() over (
            partition by customer_id
            order by started_at, session_id
        ) as place,
        count(*) over (partition by customer_id) as sessions,
        sum(case when is_before_order then 1 else 0 end) over (
            partition by customer_id
        ) as sessions_before_order
    from sessions

),

visits as (

    select
        {% for touch, place in {
            'first': '1',
            'last': 'sessions_before_order',
        }.items() -%}
            max(case when place = {{ place }} then started_at end)
                as {{ touch }}_touch_at,
            {% for name in ['channel', 'utm_source', 'utm_medium', 'utm_campaign'] -%}
                max(case when place = {{ place }} then {{ name }} end)
                    as {{ touch }}_touch_{{ name | replace('utm_', '') }},
            {% endfor -%}
        {% endfor -%}
        customer_id,
        max(sessions) as sessions,
        min(started_at) as first_session_at,
        max(started_at) as last_session_at,
        max(case when place = sessions then device end) as last_device
    from placed_sessions
    where place in (1, sessions_before_order, sessions)
    group by customer_id

),

visitors as (

    select distinct
        customer_id,
        visitor_id
    from {{ ref('customer_sessions') }}

),

devices as (

    select
        customer_id,
        count(visitor_id) as devices
    from visitors
    group by customer_id

),

redemptions as (

    select
        customer_id,
        count(*) as redeemed_coupons,
        max(redeemed_at) as last_redeemed_at
    from {{ ref('fct_coupon_redemptions') }}
    group by customer_id

),

service as (

    select * from {{ ref('int_customers__service') }}

),

rfm as (

    select * from {{ ref('customer_rfm') }}

),

lifecycle as (

    select * from {{ ref('customer_lifecycle') }}

),

final as (

    select
        customers.customer_id,
        customers.has_profile,
        customers.first_name,
        customers.last_name,
        customers.email,
        customers.phone,
        customers.sex,
        customers.birth_date,
        customers.city,
        customers.country,
        least(
            customers.created_at,
            customers.first_ordered_at,
            visits.first_session_at
        ) as known_since_at,
        customers.has_marketing_consent,
        customers.household_size,
        customers.children_count,
        coalesce(persons.persons, 0) as persons,
        coalesce(identifiers.contacts, 0) as contacts,
        coalesce(identifiers.identifiers, 0) as identifiers,
        coalesce(identifiers.is_held, false) as is_held,
        golden.account_id,
        accounts.name as account_name,
        accounts.sector as account_sector,
        customers.orders,
        customers.revenue_amount,
        cast(
            cast(customers.revenue_amount as double) / nullif(customers.orders, 0)
            as decimal(18, 4)
        ) as average_order_amount,
        customers.first_ordered_at,
        customers.first_ordered_on,
        customers.last_ordered_on,
        rfm.segment,
        lifecycle.stage,
        lifecycle.recency_days,
        coalesce(visits.sessions, 0) as sessions,
        visits.first_session_at,
        visits.last_session_at,
        coalesce(devices.devices, 0) as devices,
        visits.last_device,
        {% for touch in ['first', 'last'] -%}
            {% for name in ['at', 'channel', 'source', 'medium', 'campaign'] -%}
                visits.{{ touch }}_touch_{{ name }},
            {% endfor -%}
        {% endfor -%}
        coalesce(service.tickets, 0) as tickets,
        coalesce(service.open_tickets, 0) as open_tickets,
        service.last_ticket_at,
        service.ticket_satisfaction,
        coalesce(service.surveys, 0) as surveys,
        service.last_survey_at,
        service.last_nps,
        service.last_csat,
        service.last_ces,
        coalesce(service.campaigns, 0) as campaigns,
        coalesce(redemptions.redeemed_coupons, 0) as redeemed_coupons,
        redemptions.last_redeemed_at,
        coalesce(service.activities, 0) as activities,
        service.last_activity_at
    from customers
    left join golden
        on customers.customer_id = golden.customer_id
    left join accounts
        on
            golden.account_source_name = accounts.source_name
            and golden.account_id = accounts.account_id
    left join identifiers
        on customers.customer_id = identifiers.customer_id
    left join persons
        on customers.customer_id = persons.customer_id
    left join visits
        on customers.customer_id = visits.customer_id
    left join devices
        on customers.customer_id = devices.customer_id
    left join redemptions
        on customers.customer_id = redemptions.customer_id
    left join service
        on customers.customer_id = service.customer_id
    left join rfm
        on customers.customer_id = rfm.customer_id
    left join lifecycle
        on customers.customer_id = lifecycle.customer_id

)

select * from final
order by customer_id
