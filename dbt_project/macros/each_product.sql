{# One row for each product that a relation's events list in their `properties`, else for
   the one that they name themselves: `columns` of the event, `line_number` from 1,
   `product_id`, `told_quantity` as a text, and `price_amount`. #}
{% macro each_product(relation, columns) -%}
    {%- set words = product_words() + ['quantity', 'price'] -%}
    select
        {{ columns | join(", ") }},
        line_number,
        {{ product_id_of('told', words) }} as product_id,
        {{ said('told', words, 'quantity') }} as told_quantity,
        {{ decimal_of(said('told', words, 'price')) }} as price_amount
    from (
        select
            {{ columns | join(", ") }},
            place as line_number,
            {{ json_texts('element', words) }} as told
        from ({{ each_element(relation, columns, 'properties', 'products') }}) as elements
    ) as products
{%- endmacro %}

{# One row for each element of an array within a column of JSON text of a relation: its
   `columns`, the `element` as JSON, and its `place` from 1. Where there is no array, or
   nothing in it, the JSON itself is the only element. #}
{% macro each_element(relation, columns, json, path) -%}
    {%- set spelled = adapter.dispatch('each_element', 'karvan') -%}
    {{ return(spelled(relation, columns, json, path)) }}
{%- endmacro %}

{% macro default__each_element(relation, columns, json, path) -%}
    select
        {{ columns | join(", ") }},
        place + 1 as place,
        element
    from {{ relation }}
    lateral view posexplode(
        case
            when {{ lists(json, path) }}
                then
                    from_json(get_json_object({{ json }}, '$.{{ path }}'), 'array<string>')
            else array({{ json }})
        end
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
            case
                when {{ lists(json, path) }}
                    then from_json(json_extract({{ json }}, '$.{{ path }}'), '["json"]')
                else [{{ json }}]
            end as elements
        from {{ relation }}
    )
{%- endmacro %}

{# Whether a column of JSON text holds an array with something in it at a path. #}
{% macro lists(json, path) -%}
    {{ return(adapter.dispatch('lists', 'karvan')(json, path)) }}
{%- endmacro %}

{% macro default__lists(json, path) -%}
    (get_json_object({{ json }}, '$.{{ path }}[0]') is not null)
{%- endmacro %}

{% macro duckdb__lists(json, path) -%}
    coalesce(try(json_array_length({{ json }}, '$.{{ path }}')) > 0, false)
{%- endmacro %}
