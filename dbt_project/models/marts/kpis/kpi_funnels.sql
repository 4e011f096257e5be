{% set funnels = var('behaviour').funnels %}
{% set breakdowns = ['age_band', 'device', 'campaign'] %}
with periods as (

    select * from {{ ref('dim_event_periods') }}

),

sessions as (

    select * from {{ ref('fct_sessions') }}

),

customers as (

    select * from {{ ref('dim_customers') }}

),

customer_visits as (

    select * from {{ ref('customer_sessions') }}

),

{# Steps of all funnels; a funnel without events has them too. #}
steps as (

    {% for funnel in funnels %}
        {% for step in funnel.steps %}
            select
                {{ literal(funnel.name) }} as funnel,
                {{ loop.index }} as step,
                {{ literal(step.name) }} as step_name,
                {{ funnel.window_s }} as window_s,
                {{ 'false' if funnel.order == 'any' else 'true' }} as is_with_first_step
            union all
        {% endfor %}
    {% endfor %}
    select
        '' as funnel,
        0 as step,
        '' as step_name,
        0 as window_s,
        true as is_with_first_step

),

reached as (

    {% for funnel in funnels %}
        select
            {{ literal(funnel.name) }} as funnel,
            *
        from ({{ funnel_steps(funnel, visits()) }})
        union all
    {% endfor %}
    select
        '' as funnel,
        visitor_key,
        occurred_on as entered_on,
        occurred_at as entered_at,
        0 as step,
        occurred_at as reached_at
    from {{ ref('fct_events') }}
    where false

),

entries as (

    select
        funnel,
        visitor_key,
        entered_on,
        entered_at,
        lag(entered_on) over (
            partition by funnel, visitor_key
            order by entered_on
        ) as entered_before_on
    from reached
    group by
        funnel,
        visitor_key,
        entered_on,
        entered_at

),

{# A visitor enters a period once: on the first day of it that has an entry. #}
first_entries as (

    select
        entries.funnel,
        entries.visitor_key,
        entries.entered_at,
        periods.period,
        periods.period_number
    from entries
    inner join periods
        on entries.entered_on = periods.day_on
    left join periods as last_period
        on
            entries.entered_before_on = last_period.day_on
            and periods.period = last_period.period
    where coalesce(last_period.period_number, 0) != periods.period_number

),

{# What is told of a visitor is told of the visit in which the window began. #}
described as (

    select
        entries.funnel,
        entries.visitor_key,
        entries.entered_at,
        coalesce(customers.age_band, 'unknown') as age_band,
        sessions.device,
        coalesce(sessions.utm_campaign, 'none') as campaign
    from entries
    inner join sessions
        on
            entries.visitor_key = sessions.visitor_key
            and entries.entered_at between sessions.started_at and sessions.ended_at
    left join customer_visits
        on sessions.session_id = customer_visits.session_id
    left join customers
        on customer_visits.customer_id = customers.customer_id

),

{# A window begins with the first step unless the order is any: most rows need no
   median then, which holds all values. #}
followed as (

    select
        first_entries.funnel,
        first_entries.period,
        first_entries.period_number,
        described.age_band,
        described.device,
        described.campaign,
        reached.step,
        case
            when reached.step > 1 or not windows_begin.is_with_first_step
                then {{ seconds_between('reached.entered_at', 'reached.reached_at') }}
        end as to_step_s
    from first_entries
    inner join described
        on
            first_entries.funnel = described.funnel
            and first_entries.visitor_key = described.visitor_key
            and first_entries.entered_at = described.entered_at
    inner join reached
        on
            first_entries.funnel = reached.funnel
            and first_entries.visitor_key = reached.visitor_key
            and first_entries.entered_at = reached.entered_at
    inner join steps as windows_begin
        on
            first_entries.funnel = windows_begin.funnel
            and windows_begin.step = 1
    where reached.step > 0

),

counted as (

    select
        funnel,
        period,
        period_number,
        'all' as breakdown,
        'all' as breakdown_value,
        step,
        count(*) as visitors,
        percentile_cont(0.5) within group (order by to_step_s) as median_to_step_s
    from followed
    group by
        funnel,
        period,
        period_number,
        step
    {% for breakdown in breakdowns %}
        union all
        select
            funnel,
            period,
            period_number,
            '{{ breakdown }}' as breakdown,
            {{ breakdown }} as breakdown_value,
            step,
            count(*) as visitors,
            percentile_cont(0.5) within group (order by to_step_s) as median_to_step_s
        from followed
        group by
            funnel,
            period,
            period_number,
            {{ breakdown }},
            step
    {% endfor %}

),

{# A step that nobody reached is one too. #}
entered as (

    select
        counted.funnel,
        counted.period,
        counted.period_number,
        counted.breakdown,
        counted.breakdown_value,
        counted.visitors as first_visitors,
        steps.step,
        steps.step_name,
        steps.window_s
    from counted
    inner join steps
        on counted.funnel = steps.funnel
    where counted.step = 1

),

filled as (

    select
        entered.*,
        coalesce(counted.visitors, 0) as visitors,
        coalesce(
            counted.median_to_step_s,
            case when entered.step = 1 then 0 end
        ) as median_to_step_s
    from entered
    left join counted
        on
            entered.funnel = counted.funnel
            and entered.period = counted.period
            and entered.period_number = counted.period_number
            and entered.breakdown = counted.breakdown
            and entered.breakdown_value = counted.breakdown_value
            and entered.step = counted.step

),

beside_before as (

    select
        *,
        lag(visitors) over (
            partition by funnel, period, period_number, breakdown, breakdown_value
            order by step
        ) as visitors_before
    from filled

),

spans as (

    select distinct
        period,
        period_number,
        period_start_on,
        period_end_on,
        is_complete,
        as_of_on
    from periods

),

final as (

    select
        beside_before.funnel,
        spans.period,
        spans.period_start_on,
        spans.period_end_on,
        spans.is_complete
        and {{ days_between('spans.period_end_on', 'spans.as_of_on') }} * 86400
        >= beside_before.window_s as is_complete,
        beside_before.breakdown,
        beside_before.breakdown_value,
        cast(beside_before.step as int) as step,
        beside_before.step_name,
        cast(beside_before.visitors as bigint) as visitors,
        100 * cast(beside_before.visitors as double)
        / cast(beside_before.first_visitors as double) as of_first_pct,
        case
            when beside_before.visitors_before > 0
                then
                    100 * cast(beside_before.visitors as double)
                    / cast(beside_before.visitors_before as double)
        end as of_before_pct,
        cast(beside_before.median_to_step_s as double) as median_to_step_s
    from beside_before
    inner join spans
        on
            beside_before.period = spans.period
            and beside_before.period_number = spans.period_number

)

select * from final
order by
    funnel,
    period,
    period_start_on,
    breakdown,
    breakdown_value,
    step
