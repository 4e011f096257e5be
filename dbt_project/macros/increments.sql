{# How the incremental marts know what to take anew.

   Beside the marts, in a schema `increments` of their file, stand three tables: of which
   recipe each mart is made, how many events of each load `fct_events` holds, and which
   visitors' events came or went since `fct_sessions` was last built. They are written in
   the transaction that changes the mart, so that whatever ends a build, the next one
   goes on from what is there. #}

{% macro increments(table) -%}
    {{ target.database if target.name == 'dev' else 'candidate' }}.increments.{{ table }}
{%- endmacro %}

{% macro create_increments() %}
create schema if not exists {{ increments('x') | replace('.x', '') }};
create table if not exists {{ increments('recipes') }} (model string, recipe string);
create table if not exists {{ increments('event_loads') }} (
    source_name string, source_file string, load_id string, events bigint
);
create table if not exists {{ increments('touched') }} (
    visitor_key bigint, occurred_at timestamp
);
    {{ create_product_increments() }}
{% endmacro %}

{# Takes the place of dbt's macro. A table that was made by another recipe (other settings,
   or another version of the models) is made anew as with `--full-refresh`. #}
{% macro should_full_refresh() %}
    {% set wished = config.get('full_refresh') %}
    {% if wished is none %}
        {% set wished = flags.FULL_REFRESH %}
    {% endif %}
    {% if not wished and execute and config.get('materialized') == 'incremental' %}
        {% set wished = run_query(
            "select 1 from " ~ increments('recipes') ~ " where model = '"
            ~ model.name ~ "' and recipe = '" ~ events_recipe() ~ "'"
        ) | length == 0 %}
    {% endif %}
    {{ return(wished) }}
{% endmacro %}

{# Loads of which `fct_events` holds another number of events than the raw table, noted
   before the mart is changed. Rows of a load never change and never come later; they
   go, when a file is replaced or when an earlier receipt of the same event arrives. #}
{% macro note_changed_loads(loads) %}
    {% if is_incremental() %}
create or replace temporary table changed_loads as
select
    coalesce(there.source_name, built.source_name) as source_name,
    coalesce(there.source_file, built.source_file) as source_file,
    coalesce(there.load_id, built.load_id) as load_id,
    built.events is not null as is_built
from {{ loads }} as there
full outer join {{ increments('event_loads') }} as built
    on
        there.source_name = built.source_name
        and there.source_file = built.source_file
        and there.load_id = built.load_id
where coalesce(there.events, 0) != coalesce(built.events, 0)
    {% endif %}
{% endmacro %}

{# Whether a row is of a load that has to be taken. #}
{% macro is_of_a_changed_load() -%}
    (source_name, source_file, load_id) in (
        select
            source_name,
            source_file,
            load_id
        from changed_loads
    )
{%- endmacro %}

{# The strategy `by_load`: the events of changed loads go, and come as they are now. #}
{% macro get_incremental_by_load_sql(arguments) %}
    {% set events = arguments['target_relation'] %}
    {% set new = arguments['temp_relation'] %}
    {% set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) %}
insert into {{ increments('touched') }}
select visitor_key, occurred_at from {{ new }}
where visitor_key is not null
union all
select visitor_key, occurred_at from {{ events }}
where visitor_key is not null and {{ is_of_a_changed_load() }};

delete from {{ events }} where {{ is_of_a_changed_load() }};

insert into {{ events }} ({{ columns }}) select {{ columns }} from {{ new }};

delete from {{ increments('event_loads') }} where {{ is_of_a_changed_load() }};

    {{ note_event_loads(new) }}
{% endmacro %}

{% macro note_event_loads(events) %}
insert into {{ increments('event_loads') }}
select source_name, source_file, load_id, count(*) as events
from {{ events }}
group by source_name, source_file, load_id
{% endmacro %}

{# After `fct_events` was made anew: all sessions are to be made anew too. #}
{% macro note_all_loads() %}
    {% if not is_incremental() %}
delete from {{ increments('recipes') }};
delete from {{ increments('touched') }};
delete from {{ increments('event_loads') }};
        {{ note_event_loads(this) }};
        {{ note_recipe() }}
    {% endif %}
{% endmacro %}

{# What decides what is made of a raw event. No variable: dbt would parse all files again
   whenever a macro of it was changed. #}
{% macro events_recipe() %}
    {{- return(env_var('KARVAN_DBT_EVENTS_RECIPE', 'as it is')) -}}
{% endmacro %}

{% macro note_recipe() %}
insert into {{ increments('recipes') }}
values ('{{ model.name }}', '{{ events_recipe() }}')
{% endmacro %}

{# Sessions that an event came to or went from, and the events that make them up now:
   those of the sessions and those that came. No other session is within the gap of one
   of them, so that all others stay as they are. All sessions of those visitors are read
   once, here: history is long. #}
{% macro note_touched_sessions(events) %}
    {% set gap = "interval " ~ var('session_gap_minutes') ~ " minute" %}
    {% if is_incremental() %}
create or replace temporary table their_sessions as
select
    rowid as session_row,
    visitor_key,
    started_at,
    ended_at,
    started_on,
    is_new_visitor,
    previous_started_on
from {{ this }}
where visitor_key in (select visitor_key from {{ increments('touched') }});

create or replace temporary table touched_sessions as
select distinct
    sessions.session_row,
    sessions.visitor_key,
    sessions.started_at,
    sessions.ended_at
from their_sessions as sessions
inner join {{ increments('touched') }} as touched
    on
        sessions.visitor_key = touched.visitor_key
        and sessions.started_at <= touched.occurred_at + {{ gap }}
        and sessions.ended_at >= touched.occurred_at - {{ gap }};

create or replace temporary table rows_to_count as
with spans as (
    select visitor_key, started_at, ended_at from touched_sessions
    union
    select visitor_key, occurred_at, occurred_at from {{ increments('touched') }}
)
{{ rows_within(events, 'spans') }}
    {% endif %}
{% endmacro %}

{# Numbers of the events within spans of visitors. #}
{% macro rows_within(events, spans) -%}
select
    event_row,
    visitor_key,
    event_row > max(event_row) over () - {{ var('recent_events') }}
        as is_recent
from (
    select distinct events.rowid as event_row, events.visitor_key
    from {{ events }} as events
    inner join {{ spans }} as spans
        on
            events.visitor_key = spans.visitor_key
            and events.occurred_at >= spans.started_at
            and events.occurred_at <= spans.ended_at
) as events
{%- endmacro %}

{# The events of such numbers, else all. Those that came last stand together and are found
   by their place. Among all that is older DuckDB looks with a filter that lets one in 400
   pass, so that every block of 100 million events was read; hence their visitors, too. #}
{% macro events_of_rows(events, rows) -%}
    {%- if is_incremental() -%}
        (
            select * from {{ events }}
            where rowid in (select event_row from {{ rows }} where is_recent)
            union all
            select * from {{ events }}
            where
                rowid in (select event_row from {{ rows }} where not is_recent)
                and visitor_key in (select visitor_key from {{ rows }} where not is_recent)
        ) as events
    {%- else -%}
        {{ events }}
    {%- endif -%}
{%- endmacro %}

{# The strategy `by_session`: touched sessions go, and come as they are now. Whether one
   is its visitor's first, and when the one before was, depends on those that stay, which
   were read with the others; and theirs on those that come. #}
{% macro get_incremental_by_session_sql(arguments) %}
    {% set sessions = arguments['target_relation'] %}
    {% set new = arguments['temp_relation'] %}
    {% set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) %}
create or replace temporary table sessions_in_order as
with known as (
    select
        null as session_row, visitor_key, started_at, started_on, is_new_visitor,
        previous_started_on
    from {{ new }}
    union all
    select
        session_row, visitor_key, started_at, started_on, is_new_visitor,
        previous_started_on
    from their_sessions
    where session_row not in (select session_row from touched_sessions)
),
in_order as (
    select
        *,
        lag(started_on) over (partition by visitor_key order by started_at) as before_on
    from known
)
select session_row, visitor_key, started_at, before_on
from in_order
where
    is_new_visitor != (before_on is null)
    or previous_started_on is distinct from before_on;

update {{ new }} as sessions
set is_new_visitor = found.before_on is null, previous_started_on = found.before_on
from sessions_in_order as found
where
    sessions.visitor_key = found.visitor_key
    and sessions.started_at = found.started_at
    and found.session_row is null;

delete from {{ sessions }} where rowid in (select session_row from touched_sessions);

insert into {{ sessions }} ({{ columns }}) select {{ columns }} from {{ new }};

update {{ sessions }} as sessions
set is_new_visitor = found.before_on is null, previous_started_on = found.before_on
from sessions_in_order as found
where sessions.rowid = found.session_row;

    {{ note_spans() }};

delete from {{ increments('touched') }}
{% endmacro %}

{# After `fct_sessions` was made anew. #}
{% macro note_all_sessions() %}
    {% if not is_incremental() %}
delete from {{ increments('touched') }};
delete from {{ increments('recipes') }} where model = '{{ model.name }}';
        {{ forget_interactions() }};
        {{ note_recipe() }}
    {% endif %}
{% endmacro %}
