{% set funnels = var('behaviour').funnels %}
{% set periods = ['week', 'month', 'quarter', 'year', 'all'] %}
{% set breakdowns = {
    'all': 'everybody', 'age_band': 'age_band', 'device': 'device', 'campaign': 'campaign'
} %}
with days as (

    {{ days_in_periods(periods) }}

),

{# Steps of all funnels; a funnel without events has them too. #}
steps as (

    {% for funnel in funnels %}
        {% for step in funnel.steps %}
            select
                {{ literal(funnel.name) }} as funnel,
                {{ loop.index }} as step,
                {{ literal(step.name) }} as step_name,
                {{ funnel.window_s }} as window_s
            union all
        {% endfor %}
    {% endfor %}
    select
        '' as funnel,
        0 as step,
        '' as step_name,
        0 as window_s

),

followed as (

    {{ followed_funnels(funnels) }}

),

{# A visitor enters a period once: on the first day of it that has an entry. #}
by_span as (

    select
        {% for period in periods -%}
            count(
                case when {{ is_first_of(period, 'followed.before_on') }} then 1 end
            ) as visitors_of_{{ period }},
        {% endfor -%}
        days.span_start_on,
        followed.funnel,
        followed.step,
        followed.age_band,
        followed.device,
        followed.campaign
    from followed
    inner join days
        on followed.entered_on = days.day_on
    group by
        days.span_start_on,
        followed.funnel,
        followed.step,
        followed.age_band,
        followed.device,
        followed.campaign

),

{# Visitors are counted, and the times of those that took some are kept. #}
in_periods as (

    {% for period in periods %}
        {% set here -%}
            '{{ period }}' as period,
            days.{{ period }}_start_on as period_start_on,
            'all' as everybody,
        {%- endset %}
        select
            {{ here }}
            by_span.funnel,
            by_span.step,
            by_span.age_band,
            by_span.device,
            by_span.campaign,
            by_span.visitors_of_{{ period }} as visitors,
            cast(null as double) as to_step_s
        from by_span
        inner join days
            on by_span.span_start_on = days.day_on
        union all
        select
            {{ here }}
            followed.funnel,
            followed.step,
            followed.age_band,
            followed.device,
            followed.campaign,
            0 as visitors,
            followed.to_step_s
        from followed
        inner join days
            on followed.entered_on = days.day_on
        where
            followed.to_step_s is not null
            and {{ is_first_of(period, 'followed.before_on') }}
        {{ "union all" if not loop.last }}
    {% endfor %}

),

counted as (

    {% for breakdown, column in breakdowns.items() %}
        select
            funnel,
            period,
            period_start_on,
            '{{ breakdown }}' as breakdown,
            {{ column }} as breakdown_value,
            step,
            sum(visitors) as visitors,
            percentile_cont(0.5) within group (order by to_step_s) as median_to_step_s
        from in_periods
        group by
            funnel,
            period,
            period_start_on,
            {{ column }},
            step
        having sum(visitors) > 0
        {{ "union all" if not loop.last }}
    {% endfor %}

),

{# A step that nobody reached is one too. #}
entered as (

    select
        counted.funnel,
        counted.period,
        counted.period_start_on,
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
            and entered.period_start_on = counted.period_start_on
            and entered.breakdown = counted.breakdown
            and entered.breakdown_value = counted.breakdown_value
            and entered.step = counted.step

),

beside_before as (

    select
        *,
        lag(visitors) over (
            partition by funnel, period, period_start_on, breakdown, breakdown_value
            order by step
        ) as visitors_before
    from filled

),

spans as (

    select distinct
        period,
        period_start_on,
        period_end_on,
        is_complete,
        as_of_on
    from {{ ref('dim_event_periods') }}

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
            and beside_before.period_start_on = spans.period_start_on

)

select * from final
order by
    funnel,
    period,
    period_start_on,
    breakdown,
    breakdown_value,
    step
