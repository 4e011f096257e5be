{# Dates and times, one spelling for each engine: `default__` is Spark's. #}

{# A UTC timestamp as the shop's wall clock shows it. #}
{% macro local_time(utc) -%}
    {{ return(adapter.dispatch('local_time', 'karvan')(utc)) }}
{%- endmacro %}

{% macro default__local_time(utc) -%}
    from_utc_timestamp({{ utc }}, '{{ var("shop_timezone") }}')
{%- endmacro %}

{% macro duckdb__local_time(utc) -%}
    {{ utc }} at time zone 'UTC' at time zone '{{ var("shop_timezone") }}'
{%- endmacro %}

{# The shop's day of a UTC timestamp. #}
{% macro local_date(utc) -%}
    cast({{ local_time(utc) }} as date)
{%- endmacro %}

{# When a day of the shop begins, in UTC. #}
{% macro start_of_day(day) -%}
    {{ return(adapter.dispatch('start_of_day', 'karvan')(day)) }}
{%- endmacro %}

{% macro default__start_of_day(day) -%}
    to_utc_timestamp(cast({{ day }} as timestamp), '{{ var("shop_timezone") }}')
{%- endmacro %}

{% macro duckdb__start_of_day(day) -%}
    cast({{ day }} as timestamp) at time zone '{{ var("shop_timezone") }}'
        at time zone 'UTC'
{%- endmacro %}

{# Whole days from one date to another. #}
{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between', 'karvan')(first, last)) }}
{%- endmacro %}

{% macro default__days_between(first, last) -%}
    datediff({{ last }}, {{ first }})
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{# A date some days later; a negative number is earlier. #}
{% macro add_days(day, days) -%}
    {{ return(adapter.dispatch('add_days', 'karvan')(day, days)) }}
{%- endmacro %}

{% macro default__add_days(day, days) -%}
    date_add({{ day }}, cast({{ days }} as int))
{%- endmacro %}

{% macro duckdb__add_days(day, days) -%}
    ({{ day }} + cast({{ days }} as int))
{%- endmacro %}

{# One row for each day from `first_on` to `last_on` of a one-row relation; none where
   they are null. #}
{% macro each_day(relation, first_on, last_on) -%}
    {{ return(adapter.dispatch('each_day', 'karvan')(relation, first_on, last_on)) }}
{%- endmacro %}

{% macro default__each_day(relation, first_on, last_on) -%}
    select explode(sequence({{ first_on }}, {{ last_on }})) as day_on from {{ relation }}
{%- endmacro %}

{% macro duckdb__each_day(relation, first_on, last_on) -%}
    select cast(unnest(range({{ first_on }}, {{ last_on }} + 1, interval 1 day)) as date)
        as day_on
    from {{ relation }}
{%- endmacro %}
