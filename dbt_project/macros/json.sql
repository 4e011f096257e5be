{# Fields of JSON texts, one spelling for each engine: `default__` is Spark's. #}

{# The texts at some paths, such as `page.url`, of a column of JSON text, as a list. It
   is parsed once; what is no JSON has none. #}
{% macro json_texts(column, paths) -%}
    {{ return(adapter.dispatch('json_texts', 'karvan')(column, paths)) }}
{%- endmacro %}

{% macro default__json_texts(column, paths) -%}
    array(
        {%- for path in paths %}
        get_json_object({{ column }}, '$.{{ path }}'){{ "," if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro duckdb__json_texts(column, paths) -%}
    try(json_extract_string({{ column }}, [
        {%- for path in paths -%}
        '$.{{ path }}'{{ ", " if not loop.last }}
        {%- endfor -%}
    ]))
{%- endmacro %}

{# An item of a list of texts, from 1; null where it is blank. #}
{% macro text_at(list, place) -%}
    {{ return(adapter.dispatch('text_at', 'karvan')(list, place)) }}
{%- endmacro %}

{% macro default__text_at(list, place) -%}
    nullif(trim({{ list }}[{{ place - 1 }}]), '')
{%- endmacro %}

{# Trimming a long text takes longer than seeing that there is nothing to trim. #}
{% macro duckdb__text_at(list, place) -%}
    {%- set text = list ~ '[' ~ place ~ ']' -%}
    nullif(
        case
            when {{ text }} like ' %' or {{ text }} like '% ' then trim({{ text }})
            else {{ text }}
        end,
        ''
    )
{%- endmacro %}

{# The first text that is there at some of the paths of a list that `json_texts` gave. #}
{% macro first_text(list, wanted, paths) -%}
    coalesce(
        {%- for path in wanted -%}
            {{ text_at(list, paths.index(path) + 1) }}{{ ", " if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}

{# A number of a sender as an exact decimal; null where the text is none, and where it is
   a million millions or more: products and sums of such would not fit an amount, and one
   event would keep everything from being built. #}
{% macro decimal_of(text) -%}
    cast(try_cast({{ text }} as decimal(16, 4)) as decimal(18, 4))
{%- endmacro %}
