{% set entries = setting(
    'rfm_events',
    [
        {'name': 'app use', 'event': 'App Opened', 'amount': 'value'},
        {'name': 'plans', 'entity': 'subscriptions'},
    ]
) %}
with identifiers as (

    select * from {{ ref('int_customers__identifiers') }}

),

segments as (

    select * from {{ ref('rfm_segments') }}

),

days_of_events as (

    {{ days_of_visits(ref('fct_events')) }}

),

subscriptions as (

    select
        customer_id,
        amount,
        started_on,
        {{ local_date('max(loaded_at) over ()') }} as loaded_on
    from {{ ref('stg_shop__subscriptions') }}
    where started_on is not null

),

days_of_subscriptions as (

    select
        coalesce(
            max(case when started_on < loaded_on then started_on end),
            max(started_on)
        ) as as_of_on
    from subscriptions

),

{# Of each identity first, for these are fewer than events. #}
told as (

    select
        cast(null as string) as conversion, -- noqa: RF04
        cast(null as date) as as_of_on,
        cast(null as string) as user_id,
        cast(null as string) as visitor_id,
        cast(null as date) as last_on,
        cast(null as bigint) as events,
        cast(null as decimal(38, 4)) as amount,
        cast(null as bigint) as amounts,
        cast(null as int) as simulated
    from days_of_events
    where 1 = 0
    {% for entry in entries if entry.entity %}
        union all
        select
            {{ text_of(entry.name) }} as conversion, -- noqa: RF04
            span.as_of_on,
            subscriptions.customer_id as user_id,
            cast(null as string) as visitor_id,
            max(subscriptions.started_on) as last_on,
            count(*) as events,
            sum(subscriptions.amount) as amount,
            count(subscriptions.amount) as amounts,
            0 as simulated
        from subscriptions
        inner join days_of_subscriptions as span
            on subscriptions.started_on <= span.as_of_on
        group by
            span.as_of_on,
            subscriptions.customer_id
    {% endfor %}
    {% for entry in entries if not entry.entity %}
        {% set amount = decimal_of(text_at(json_texts('properties', [entry.amount]), 1))
            if entry.amount else 'cast(null as decimal(18, 4))' %}
        union all
        select
            {{ text_of(entry.name) }} as conversion, -- noqa: RF04
            span.as_of_on,
            events.user_id,
            events.visitor_id,
            max(events.occurred_on) as last_on,
            count(*) as events,
            sum({{ amount }}) as amount,
            count({{ amount }}) as amounts,
            max(case when events.is_simulated then 1 else 0 end) as simulated
        from {{ ref('fct_events') }} as events
        inner join days_of_events as span
            on events.occurred_on <= span.as_of_on
        where
            {{ is_visit() }}
            {% if entry.event -%}
                and events.type = 'track'
                and events.event = {{ text_of(entry.event) }}
            {%- else -%}
                and events.type = '{{ entry.call }}'
            {%- endif %}
        group by
            span.as_of_on,
            events.user_id,
            events.visitor_id
    {% endfor %}

),

{# Who signed in is known for sure, whoever's device it is. #}
known as (

    select
        told.*,
        coalesce(owners.customer_id, devices.customer_id) as customer_id
    from told
    left join identifiers as owners
        on
            owners.kind = 'customer'
            and told.user_id = owners.value
    left join identifiers as devices
        on
            devices.kind = 'anonymous'
            and told.visitor_id = devices.value

),

customers as (

    select
        conversion,
        customer_id,
        as_of_on,
        {{ days_between('max(last_on)', 'as_of_on') }} as recency_days,
        sum(events) as frequency,
        sum(amount) as amount,
        sum(sum(amounts)) over (partition by conversion) as amounts,
        max(simulated) = 1 as is_simulated
    from known
    where customer_id is not null
    group by
        conversion,
        customer_id,
        as_of_on

),

{# Money is there where any of these events carries an amount. #}
valued as (

    select
        *,
        case when amounts > 0 then coalesce(amount, 0) end as monetary_amount
    from customers

),

recencies as (

    {{ fifths('valued', 'conversion', '-recency_days') }}

),

frequencies as (

    {{ fifths('valued', 'conversion', 'frequency') }}

),

amounts as (

    {{ fifths('valued', 'conversion', 'monetary_amount') }}

),

scored as (

    select
        valued.*,
        {{ fifth('-valued.recency_days', 'recencies') }} as r_score,
        {{ fifth('valued.frequency', 'frequencies') }} as f_score,
        case
            when valued.monetary_amount is not null
                then {{ fifth('valued.monetary_amount', 'amounts') }}
        end as m_score
    from valued
    inner join recencies
        on valued.conversion = recencies.conversion
    inner join frequencies
        on valued.conversion = frequencies.conversion
    inner join amounts
        on valued.conversion = amounts.conversion

),

final as (

    select
        scored.conversion,
        scored.customer_id,
        scored.as_of_on,
        cast(scored.recency_days as bigint) as recency_days,
        cast(scored.frequency as bigint) as frequency,
        cast(scored.monetary_amount as decimal(18, 4)) as monetary_amount,
        cast(scored.r_score as int) as r_score,
        cast(scored.f_score as int) as f_score,
        cast(scored.m_score as int) as m_score,
        {{ rfm_score('scored.r_score', 'scored.f_score', 'scored.m_score') }}
            as rfm_score,
        {{ rfm_segment() }} as segment,
        scored.is_simulated
    from scored
    inner join segments
        on
            scored.r_score = segments.r_score
            and scored.f_score = segments.f_score

)

select * from final
order by
    conversion,
    customer_id
