{% set days = setting('retention_days', [1]) %}
{% set brackets = setting('retention_brackets', [[1, 7]]) %}
{# Every cell that a cohort has: kind, first and last day; and of which sum it is. #}
{% set cells = [] %}
{% for day in days -%}
    {% do cells.append(['return_on', day, day, 'within_%d_%d' % (day, day)]) %}
    {% do cells.append(['on_or_after', day, none, 'from_%d' % day]) %}
{%- endfor %}
{% for first, last in brackets -%}
    {% do cells.append(['bracket', first, last, 'within_%d_%d' % (first, last)]) %}
{%- endfor %}
{% set sums = cells | map(attribute=3) | unique | list %}
{% set spans = [] %}
{% for day in days -%}
    {% do spans.append([day, day]) %}
{%- endfor %}
{% for bracket in brackets if bracket not in spans -%}
    {% do spans.append(bracket) %}
{%- endfor %}
with known_visits as (

    {{ days_of_visits(ref('fct_events')) }}

),

known_orders as (

    select * from {{ ref('int_orders__as_of') }}

),

dates as (

    select * from {{ ref('dim_dates') }}

),

visitors_days as (

    select
        events.visitor_key as member,
        events.occurred_on as day_on,
        max(case when events.is_simulated then 1 else 0 end) as simulated
    from {{ ref('fct_events') }} as events
    inner join known_visits
        on events.occurred_on <= known_visits.as_of_on
    where
        {{ is_visit() }}
    group by
        events.visitor_key,
        events.occurred_on

),

customers_days as (

    select
        customer_id as member,
        ordered_on as day_on,
        0 as simulated
    from {{ ref('int_customers__order_days') }}

),

{% for population in ['visitors', 'customers'] -%}
    {{ population }}_firsts as (

        select
            member,
            min(day_on) as first_on
        from {{ population }}_days
        group by member

    ),

    {# How many days after their first one everybody was there. #}
    {{ population }}_later as (

        select
            days.member,
            firsts.first_on,
            days.simulated,
            {{ days_between('firsts.first_on', 'days.day_on') }} as days_later
        from {{ population }}_days as days
        inner join {{ population }}_firsts as firsts
            on days.member = firsts.member

    ),

    {# A bit for each of the spans that a member returned in: few sums are fast. #}
    {{ population }}_members as (

        select
            first_on,
            max(days_later) as last_day,
            bit_or(
                {% for first, last in spans -%}
                    {{ "+ " if not loop.first -}}
                    case
                        when days_later between {{ first }} and {{ last }}
                            then {{ 2 ** loop.index0 }}
                        else 0
                    end
                {% endfor -%}
            ) as spans,
            max(simulated) as simulated
        from {{ population }}_later
        group by
            member,
            first_on

    ),

{% endfor -%}

by_first_day as (

    {% for population in ['visitors', 'customers'] -%}
        {{ "union all" if not loop.first }}
        select
            '{{ population }}' as population,
            first_on,
            {% for day in days -%}
                sum(case when last_day >= {{ day }} then 1 else 0 end)
                    as from_{{ day }},
            {% endfor -%}
            {% for first, last in spans -%}
                sum(case when (spans & {{ 2 ** loop.index0 }}) > 0 then 1 else 0 end)
                    as within_{{ first }}_{{ last }},
            {% endfor -%}
            count(*) as cohort_size,
            max(simulated) as simulated
        from {{ population }}_members
        group by first_on
    {% endfor %}

),

known as (

    select
        'visitors' as population,
        first_on,
        as_of_on
    from known_visits
    union all
    select
        'customers' as population,
        first_on,
        as_of_on
    from known_orders

),

months as (

    select
        month_start_on,
        max(day_on) as month_end_on
    from dates
    group by month_start_on

),

in_periods as (

    select
        'day' as period,
        day_on,
        day_on as cohort_start_on,
        day_on as cohort_end_on
    from dates
    union all
    select
        'week' as period,
        day_on,
        week_start_on as cohort_start_on,
        {{ add_days('week_start_on', 6) }} as cohort_end_on
    from dates
    union all
    select
        'month' as period,
        dates.day_on,
        months.month_start_on as cohort_start_on,
        months.month_end_on as cohort_end_on
    from dates
    inner join months
        on dates.month_start_on = months.month_start_on

),

cohorts as (

    select
        by_first_day.population,
        in_periods.period,
        in_periods.cohort_start_on,
        in_periods.cohort_end_on,
        {% for sum in sums -%}
            sum(by_first_day.{{ sum }}) as {{ sum }},
        {% endfor -%}
        sum(by_first_day.cohort_size) as cohort_size,
        max(by_first_day.simulated) as simulated
    from by_first_day
    inner join in_periods
        on by_first_day.first_on = in_periods.day_on
    group by
        by_first_day.population,
        in_periods.period,
        in_periods.cohort_start_on,
        in_periods.cohort_end_on

),

{% set cohort -%}
    population,
            period,
            cohort_start_on,
            cohort_end_on,
            cohort_size,
            simulated
{%- endset %}
cells as (

    {% for kind, first, last, sum in cells -%}
        {{ "union all" if not loop.first }}
        select
            {{ cohort }},
            '{{ kind }}' as kind,
            {{ first }} as from_day,
            {{ "cast(null as int)" if last is none else last }} as to_day,
            {{ sum }} as retained,
            {{ last or first }} as over_on_day
        from cohorts
    {% endfor %}

),

final as (

    select
        cells.population,
        cells.period,
        cells.cohort_start_on,
        cells.cohort_end_on,
        cells.kind,
        cast(cells.from_day as int) as from_day,
        cast(cells.to_day as int) as to_day,
        cast(cells.cohort_size as bigint) as cohort_size,
        cast(cells.retained as bigint) as retained,
        cast(100 as double) * cells.retained / cells.cohort_size as retention_pct,
        cells.cohort_start_on >= known.first_on
        and {{ add_days('cells.cohort_end_on', 'cells.over_on_day') }}
        <= known.as_of_on as is_complete,
        cells.simulated = 1 as is_simulated
    from cells
    inner join known
        on cells.population = known.population

)

select * from final
order by
    population,
    period,
    kind,
    cohort_start_on,
    from_day,
    to_day
