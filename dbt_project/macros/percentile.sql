{# The value that so many of a hundred do not exceed, between two where it lies between
   them; one spelling for each engine: `default__` is Spark's. #}
{% macro percentile(column, of_hundred) -%}
    {{ return(adapter.dispatch('percentile', 'karvan')(column, of_hundred)) }}
{%- endmacro %}

{% macro default__percentile(column, of_hundred) -%}
    percentile(cast({{ column }} as double), {{ of_hundred / 100 }})
{%- endmacro %}

{% macro duckdb__percentile(column, of_hundred) -%}
    quantile_cont(cast({{ column }} as double), {{ of_hundred / 100 }})
{%- endmacro %}
