{# Moments, one spelling for each engine: `default__` is Spark's. #}

{# Seconds from one moment to another, with their fraction. #}
{% macro seconds_between(first, last) -%}
    {{ return(adapter.dispatch('seconds_between', 'karvan')(first, last)) }}
{%- endmacro %}

{% macro default__seconds_between(first, last) -%}
    ((unix_micros({{ last }}) - unix_micros({{ first }})) / 1000000.0)
{%- endmacro %}

{% macro duckdb__seconds_between(first, last) -%}
    (cast(epoch_us({{ last }}) - epoch_us({{ first }}) as double) / 1000000)
{%- endmacro %}

{# The texts of a group as one, in the order of their places; nulls are left out. #}
{% macro joined_texts(text, place) -%}
    {{ return(adapter.dispatch('joined_texts', 'karvan')(text, place)) }}
{%- endmacro %}

{% macro default__joined_texts(text, place) -%}
    listagg({{ text }}, '') within group (order by {{ place }})
{%- endmacro %}

{% macro duckdb__joined_texts(text, place) -%}
    string_agg({{ text }}, '' order by {{ place }})
{%- endmacro %}

{# The texts of a group that differ, in their order as one; '' where all are null. An
   aggregate that sorts takes three times as long, for groups are small. #}
{% macro joined_set(text) -%}
    {{ return(adapter.dispatch('joined_set', 'karvan')(text)) }}
{%- endmacro %}

{% macro default__joined_set(text) -%}
    array_join(sort_array(collect_set({{ text }})), '')
{%- endmacro %}

{% macro duckdb__joined_set(text) -%}
    array_to_string(list_sort(list_distinct(list({{ text }}))), '')
{%- endmacro %}
