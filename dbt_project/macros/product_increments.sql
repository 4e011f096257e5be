{# How `fct_product_interactions` follows `fct_sessions`, in the manner of `increments`.

   A session that is taken anew may have another id, so what was done with products
   within it is taken anew too: from the first moment of what was to the last. #}

{% macro create_product_increments() %}
create table if not exists {{ increments('spans') }} (
    visitor_key bigint, started_at timestamp, ended_at timestamp
);
{% endmacro %}

{# Before `fct_sessions` forgets what was touched. #}
{% macro note_spans() %}
insert into {{ increments('spans') }}
select visitor_key, started_at, ended_at from touched_sessions
union
select visitor_key, occurred_at, occurred_at from {{ increments('touched') }}
{% endmacro %}

{# After `fct_sessions` was made anew: so are the interactions. #}
{% macro forget_interactions() %}
delete from {{ increments('recipes') }} where model = 'fct_product_interactions'
{% endmacro %}

{% macro note_events_of_spans(events) %}
    {% if is_incremental() %}
create or replace temporary table rows_of_spans as
{{ rows_within(events, increments('spans')) }}
    {% endif %}
{% endmacro %}

{# The strategy `by_span`: what is within a span goes, and comes as it is now. #}
{% macro get_incremental_by_span_sql(arguments) %}
    {% set interactions = arguments['target_relation'] %}
    {% set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) %}
delete from {{ interactions }} as interactions
using {{ increments('spans') }} as spans
where
    interactions.visitor_key = spans.visitor_key
    and interactions.occurred_at >= spans.started_at
    and interactions.occurred_at <= spans.ended_at;

insert into {{ interactions }} ({{ columns }})
select {{ columns }} from {{ arguments['temp_relation'] }};

delete from {{ increments('spans') }}
{% endmacro %}

{# After `fct_product_interactions` was made anew. #}
{% macro note_all_interactions() %}
    {% if not is_incremental() %}
delete from {{ increments('spans') }};
        {{ forget_interactions() }};
        {{ note_recipe() }}
    {% endif %}
{% endmacro %}
