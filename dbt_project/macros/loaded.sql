{# Rows of a raw table whose load went through, with `loaded_at` in UTC. A load that
   died half-way left no row in `_dlt_loads`, so what it wrote is not read; nor is what
   its source has deleted since. #}
{% macro loaded(schema, table) -%}
(
        select
            entity.*,
            loads.loaded_at
        from {{ source(schema, table) }} as entity
        inner join (
            select
                load_id,
                cast(max(inserted_at) as timestamp) as loaded_at
            from {{ source(schema, '_dlt_loads') }}
            where status = 0
            group by load_id
        ) as loads on entity._dlt_load_id = loads.load_id
        where entity.deleted_at is null
    )
{%- endmacro %}
