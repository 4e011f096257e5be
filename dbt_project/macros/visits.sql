{# What people did, as a relation: no bots, and no calls that only say who somebody is.
   It is read where it is used: DuckDB writes out a CTE that is read twice. #}
{% macro visits() -%}
    (
        select *
        from {{ ref('fct_events') }}
        where
            not is_bot
            and visitor_key is not null
            and type in ('page', 'screen', 'track')
    )
{%- endmacro %}
