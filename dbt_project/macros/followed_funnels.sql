{# Who followed the funnels, and how fast. #}

{# The relation of all funnels: for each entry and each step that it reached `funnel`,
   `step`, `entered_on`, the day `before_on` on which the visitor entered last, the
   visitor's `age_band`, `device` and `campaign`, and `to_step_s`. It is null of a step
   with which the window begins: most are, and a median holds all values. #}
{% macro followed_funnels(funnels) -%}
    with reached as (

        {% for funnel in funnels %}
            select
                {{ literal(funnel.name) }} as funnel,
                step = {{ 0 if funnel.order == 'any' else 1 }} as is_entry,
                reached.*
            from ({{ funnel_steps(funnel, visits()) }}) as reached
            union all
        {% endfor %}
        select
            '' as funnel,
            true as is_entry,
            visitor_key,
            occurred_on as entered_on,
            occurred_at as entered_at,
            0 as step,
            occurred_at as reached_at
        from {{ ref('fct_events') }}
        where false

    ),

    {# What is told of a visitor is told of the visit in which the window began. #}
    entries as (

        select
            reached.*,
            lag(reached.entered_on) over (
                partition by reached.funnel, reached.visitor_key
                order by reached.entered_on
            ) as before_on,
            coalesce(customers.age_band, 'unknown') as age_band,
            sessions.device,
            coalesce(sessions.utm_campaign, 'none') as campaign
        from reached
        inner join {{ ref('fct_sessions') }} as sessions
            on
                reached.visitor_key = sessions.visitor_key
                and reached.entered_at between sessions.started_at and sessions.ended_at
        left join {{ ref('customer_sessions') }} as customer_visits
            on sessions.session_id = customer_visits.session_id
        left join {{ ref('dim_customers') }} as customers
            on customer_visits.customer_id = customers.customer_id
        where reached.is_entry

    )

    select
        funnel,
        step,
        entered_on,
        before_on,
        age_band,
        device,
        campaign,
        cast(null as double) as to_step_s
    from entries
    where step > 0
    union all
    select
        entries.funnel,
        reached.step,
        entries.entered_on,
        entries.before_on,
        entries.age_band,
        entries.device,
        entries.campaign,
        {{ seconds_between('reached.entered_at', 'reached.reached_at') }} as to_step_s
    from entries
    inner join reached
        on
            entries.funnel = reached.funnel
            and entries.visitor_key = reached.visitor_key
            and entries.entered_at = reached.entered_at
    where not reached.is_entry
{%- endmacro %}
