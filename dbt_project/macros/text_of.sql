{# A text of the settings as SQL writes it. #}
{% macro text_of(value) -%}
    '{{ value | replace("'", "''") }}'
{%- endmacro %}
