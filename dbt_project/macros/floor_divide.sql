{# Whole times one number goes into another; engines spell it each their way. #}
{% macro floor_divide(dividend, divisor) -%}
    cast(floor(({{ dividend }}) / {{ divisor }}) as int)
{%- endmacro %}
