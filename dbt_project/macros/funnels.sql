{# Funnels of the workspace as SQL: who came to which step when. #}

{# The relation of one funnel: for each visitor and day of entry, and each step that was
   reached, `visitor_key`, `entered_on`, `entered_at`, `step` and `reached_at`. A visitor
   enters with the first event of step 1 of a day, or of any step where the order is any;
   step 0 tells of an entry without step 1. #}
{% macro funnel_steps(funnel, events) -%}
    {%- if funnel.order == 'exact' -%}
        {{ _exact_steps(funnel, events) }}
    {%- elif funnel.order == 'any' -%}
        {{ _steps_in_any_order(funnel, events) }}
    {%- else -%}
        {{ _steps_in_order(funnel, events) }}
    {%- endif -%}
{%- endmacro %}

{# Each step is the earliest that may follow the one before: no other choice leaves more
   room for what comes after. #}
{% macro _steps_in_order(funnel, events) -%}
    {%- set steps = funnel.steps -%}
    with reached_1 as (

        select
            visitor_key,
            occurred_on as entered_on,
            min(occurred_at) as entered_at,
            min(occurred_at) as at_1
        from {{ events }}
        where {{ is_of_step(steps[0]) }}
        group by visitor_key, occurred_on

    )
    {%- for step in steps[1:] -%}
    {%- set number = loop.index + 1 %},

    reached_{{ number }} as (

        {{ next_of(
            'reached_' ~ (number - 1),
            ['entered_on', 'entered_at'] + _moments(number - 1),
            _earliest(steps, number),
            '(select visitor_key, occurred_at from ' ~ events ~ ' where '
            ~ is_of_step(step) ~ ')',
            'occurred_at',
            'at_' ~ number,
            funnel.window_s
        ) }}

    )
    {%- endfor %}

    {{ _all_reached(steps | length) }}
{%- endmacro %}

{% macro _steps_in_any_order(funnel, events) -%}
    {%- set steps = funnel.steps -%}
    with reached_0 as (

        select
            visitor_key,
            occurred_on as entered_on,
            min(occurred_at) as entered_at,
            min(occurred_at) as at_0
        from {{ events }}
        where {% for step in steps -%}
            {{ "or " if not loop.first }}{{ is_of_step(step) }}
        {% endfor -%}
        group by visitor_key, occurred_on

    )
    {%- for step in steps %},

    followed_{{ loop.index }} as (

        {{ next_of(
            'reached_' ~ loop.index0,
            ['entered_on', 'entered_at', 'at_' ~ loop.index0],
            'earlier.entered_at',
            '(select visitor_key, occurred_at from ' ~ events ~ ' where '
            ~ is_of_step(step) ~ ')',
            'occurred_at',
            'then_at',
            funnel.window_s
        ) }}

    ),

    reached_{{ loop.index }} as (

        select
            visitor_key,
            entered_on,
            entered_at,
            greatest(at_{{ loop.index0 }}, then_at) as at_{{ loop.index }}
        from followed_{{ loop.index }}

    )
    {%- endfor %}

    {{ _all_reached(steps | length, 0) }}
{%- endmacro %}

{# A run of events without another between them, as long as it is unbroken. Events of the
   same moment stand in the order of the funnel. #}
{% macro _exact_steps(funnel, events) -%}
    {%- set steps = funnel.steps -%}
    {%- set rank -%}
        case {% for step in steps -%}
            when {{ is_of_step(step) }} then {{ loop.index }}
        {% endfor %} else {{ steps | length + 1 }} end
    {%- endset -%}
    with placed as (

        select
            visitor_key,
            occurred_on,
            occurred_at,
            {% for step in steps -%}
                {{ is_of_step(step) }} as is_{{ loop.index }},
            {% endfor -%}
            row_number() over (
                partition by visitor_key
                order by occurred_at, {{ rank }}, received_at, source_name, message_id
            ) as place
        from {{ events }}

    ),

    runs as (

        select
            visitor_key,
            occurred_on,
            occurred_at as at_1,
            is_1
            {%- for step in steps[1:] -%}
            {%- set on = loop.index %},
            lead(is_{{ on + 1 }}, {{ on }}) over (
                partition by visitor_key order by place
            ) as is_{{ on + 1 }},
            lead(occurred_at, {{ on }}) over (
                partition by visitor_key order by place
            ) as at_{{ on + 1 }}
            {%- endfor %}
        from placed

    ),

    reached_1 as (

        select
            visitor_key,
            occurred_on as entered_on,
            min(at_1) as entered_at,
            min(at_1) as at_1
        from runs
        where is_1
        group by visitor_key, occurred_on

    )
    {%- for step in steps[1:] -%}
    {%- set number = loop.index + 1 %},

    reached_{{ number }} as (

        {%- set run -%}
            (select visitor_key, at_1 as began_at, at_{{ number }} as ended_at
            from runs
            where is_1{% for on in range(2, number + 1) %} and is_{{ on }}{% endfor %})
        {%- endset %}
        {{ next_of(
            'reached_1',
            ['entered_on', 'entered_at'],
            'earlier.entered_at',
            run,
            'began_at',
            'at_' ~ number,
            funnel.window_s,
            'ended_at'
        ) }}

    )
    {%- endfor %}

    {{ _all_reached(steps | length) }}
{%- endmacro %}

{% macro _all_reached(count, first=1) -%}
    {%- for number in range(first, count + 1) %}
    select
        visitor_key,
        entered_on,
        entered_at,
        {{ number }} as step,
        at_{{ number }} as reached_at
    from reached_{{ number }}
    {{ "union all" if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro _moments(count) -%}
    {%- set found = [] -%}
    {%- for number in range(1, count + 1) -%}
        {%- do found.append('at_' ~ number) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# From when on an event may be step `number`. An event is one step only: steps of the
   same event, or of pages, follow later; others may share a moment, for many clocks tell
   whole seconds. #}
{% macro _earliest(steps, number) -%}
    {%- set step = steps[number - 1] -%}
    {%- set same = namespace(step=0) -%}
    {%- for other in steps[:number - 1] -%}
        {%- if other.event == step.event -%}
            {%- set same.step = loop.index -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set before = 'earlier.at_' ~ (number - 1) -%}
    {%- if same.step -%}
        greatest({{ before }}, earlier.at_{{ same.step }} + interval 1 microsecond)
    {%- else -%}
        {{ before }}
    {%- endif -%}
{%- endmacro %}

{# Rows of a relation with the first of the later ones that is not before a moment, as
   `name`; those with none within the window from `entered_at` are left out.
   `at` places the later ones, `given` is what is taken of them. #}
{% macro next_of(earlier, columns, moment, later, at, name, window_s, given=none) -%}
    {%- set spelled = adapter.dispatch('next_of', 'karvan') -%}
    {{ return(spelled(earlier, columns, moment, later, at, name, window_s, given or at)) }}
{%- endmacro %}

{% macro duckdb__next_of(earlier, columns, moment, later, at, name, window_s, given) -%}
    select
        earlier.visitor_key,
        {% for column in columns -%}
            earlier.{{ column }},
        {% endfor -%}
        later.{{ given }} as {{ name }}
    from {{ earlier }} as earlier
    asof inner join {{ later }} as later
        on earlier.visitor_key = later.visitor_key and {{ moment }} <= later.{{ at }}
    where
        {{ seconds_between('earlier.entered_at', 'later.' ~ given) }} <= {{ window_s }}
{%- endmacro %}

{% macro default__next_of(earlier, columns, moment, later, at, name, window_s, given) -%}
    select
        earlier.visitor_key,
        {% for column in columns -%}
            earlier.{{ column }},
        {% endfor -%}
        min(later.{{ given }}) as {{ name }}
    from {{ earlier }} as earlier
    inner join {{ later }} as later
        on earlier.visitor_key = later.visitor_key and {{ moment }} <= later.{{ at }}
    where
        {{ seconds_between('earlier.entered_at', 'later.' ~ given) }} <= {{ window_s }}
    group by
        earlier.visitor_key,
        {% for column in columns -%}
            earlier.{{ column }}{{ "," if not loop.last }}
        {% endfor -%}
{%- endmacro %}
