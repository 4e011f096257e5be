{# How many orders, those of one day as one, make up a segment of churn: `1`, `2-4`. #}
{% macro churn_segments() -%}
    {%- set starts = setting('churn_orders_from', [1, 2]) -%}
    {%- set found = [] -%}
    {%- for start in starts -%}
        {%- if loop.last -%}
            {%- do found.append([start, start ~ '+']) -%}
        {%- else -%}
            {%- set last = starts[loop.index] - 1 -%}
            {%- do found.append([start, start ~ '-' ~ last if last > start else start]) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{# The segment of a customer with so many orders. #}
{% macro churn_segment(orders) -%}
    case
        {%- for start, name in churn_segments() | reverse %}
        when {{ orders }} >= {{ start }} then '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}
