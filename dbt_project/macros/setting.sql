{# A setting that is a number, a list or a table; linters know no settings, and take the
   example. #}
{% macro setting(name, example) -%}
    {{ return(example if var(name) is string else var(name)) }}
{%- endmacro %}
