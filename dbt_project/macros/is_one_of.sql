{# Whether a text is in a list, whatever the case; false where it is null. #}
{% macro is_one_of(text, values) -%}
    {%- if values -%}
        coalesce(lower(trim({{ text }})) in ({{ _quoted(values) }}), false)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}

{% macro _quoted(values) -%}
    {%- for value in values -%}
        '{{ value | lower | trim | replace("'", "''") }}'{{ ", " if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
