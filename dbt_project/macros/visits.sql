{# What visitors did, and since when and until when it is known. #}

{# Whether an event is of somebody who was there: a person, not told of by others. #}
{% macro is_visit() -%}
    not is_bot
    and visitor_key is not null
    and type in ('page', 'screen', 'track')
{%- endmacro %}

{# Those events, as a relation. It is read where it is used: DuckDB writes out a CTE
   that is read twice. #}
{% macro visits() -%}
    (
        select *
        from {{ ref('fct_events') }}
        where
            {{ is_visit() }}
    )
{%- endmacro %}

{# The first day with a visit, and the last that was over: once an event was received on
   a later one. Where none was, the last must do. No row without visits. #}
{% macro days_of_visits(events) -%}
    select
        first_on,
        coalesce(last_over_on, last_on) as as_of_on
    from (
        select
            min(told.occurred_on) as first_on,
            max(told.occurred_on) as last_on,
            max(case
                when told.occurred_on < received.received_on then told.occurred_on
            end) as last_over_on
        from (
            select distinct occurred_on
            from {{ events }}
            where
                {{ is_visit() }}
        ) as told
        cross join (
            select {{ local_date('max(received_at)') }} as received_on
            from {{ events }}
        ) as received
    ) as known
    where first_on is not null
{%- endmacro %}
