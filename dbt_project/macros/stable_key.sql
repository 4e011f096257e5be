{# A 63-bit number made of a text, the same in every version: numbers are compared and
   scanned faster than texts. #}
{% macro stable_key(text) -%}
    {{ return(adapter.dispatch('stable_key', 'karvan')(text)) }}
{%- endmacro %}

{% macro default__stable_key(text) -%}
    shiftrightunsigned(xxhash64({{ text }}), 1)
{%- endmacro %}

{% macro duckdb__stable_key(text) -%}
    cast(md5_number_lower({{ text }}) >> 1 as bigint)
{%- endmacro %}
