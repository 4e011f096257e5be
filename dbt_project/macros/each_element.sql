{# One row for each element of an array within a column of JSON text of a relation: its
   `columns`, the `element` as JSON, and its `place` from 1. None where there is no
   array. #}
{% macro each_element(relation, columns, json, path) -%}
    {{ return(adapter.dispatch('each_element', 'karvan')(relation, columns, json, path)) }}
{%- endmacro %}

{% macro default__each_element(relation, columns, json, path) -%}
    select
        {{ columns | join(", ") }},
        place + 1 as place,
        element
    from {{ relation }}
    lateral view posexplode(
        from_json(get_json_object({{ json }}, '$.{{ path }}'), 'array<string>')
    ) elements as place, element
{%- endmacro %}

{% macro duckdb__each_element(relation, columns, json, path) -%}
    select
        {{ columns | join(", ") }},
        unnest(range(1, len(elements) + 1)) as place,
        unnest(elements) as element
    from (
        select
            {{ columns | join(", ") }},
            try(from_json(json_extract({{ json }}, '$.{{ path }}'), '["json"]'))
                as elements
        from {{ relation }}
    )
{%- endmacro %}
