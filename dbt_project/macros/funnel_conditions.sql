{# Steps of the workspace's funnels as conditions on an event. #}

{# Whether an event is a step; never null. #}
{% macro is_of_step(step) -%}
    coalesce(
        {%- if step.event is not none %}
        type = 'track' and event = {{ literal(step.event) }}
        {%- elif step.page.startswith('/') %}
        type in ('page', 'screen') and page_path = {{ literal(step.page) }}
        {%- else %}
        type in ('page', 'screen') and page_name = {{ literal(step.page) }}
        {%- endif %}
        {%- for condition in step.where %}
        and {{ _meets(condition) }}
        {%- endfor %},
        false
    )
{%- endmacro %}

{% macro _meets(condition) -%}
    {%- set value, compare = condition.value, condition.compare -%}
    {%- if condition.column is not none -%}
        {%- set found = condition.column -%}
    {%- else -%}
        {%- set found = text_at(json_texts('properties', [condition.property]), 1) -%}
    {%- endif -%}
    {%- if compare in ('at_least', 'at_most') -%}
        {%- set found = found if condition.column is not none else decimal_of(found) -%}
        {{ found }} {{ '>=' if compare == 'at_least' else '<=' }} {{ value }}
    {%- elif compare == 'is' -%}
        coalesce({{ found }}, '') = {{ literal(value) }}
    {%- elif compare == 'is_not' -%}
        coalesce({{ found }}, '') != {{ literal(value) }}
    {%- elif compare == 'one_of' -%}
        {{ found }} in ({% for one in value -%}
            {{ literal(one) }}{{ ", " if not loop.last }}
        {%- endfor %})
    {%- elif compare == 'contains' -%}
        contains({{ found }}, {{ literal(value) }})
    {%- elif compare == 'starts_with' -%}
        left({{ found }}, {{ value | length }}) = {{ literal(value) }}
    {%- else -%}
        {{ exceptions.raise_compiler_error('no comparison ' ~ compare) }}
    {%- endif -%}
{%- endmacro %}

{# A text as SQL writes it. #}
{% macro literal(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}
