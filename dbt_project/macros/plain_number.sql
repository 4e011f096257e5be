{# A number as people write it: 9, not 9.0. #}
{% macro plain_number(number) -%}
    regexp_replace(cast({{ number }} as string), '[.]0$', '')
{%- endmacro %}
