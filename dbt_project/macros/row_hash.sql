{# A 64-bit hash of columns, nulls hashing alike: rows that differ in it differ; two
   that agree may still differ. #}
{% macro row_hash(columns) -%}
    {{ return(adapter.dispatch('row_hash', 'karvan')(columns)) }}
{%- endmacro %}

{% macro default__row_hash(columns) -%}
    xxhash64({{ columns | join(", ") }})
{%- endmacro %}

{% macro duckdb__row_hash(columns) -%}
    hash({{ columns | join(", ") }})
{%- endmacro %}
