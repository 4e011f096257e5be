"""The shapes of events: which properties they have, with values of which kinds.

Nearly all events of a name have one of few shapes. So the kinds of those properties
that the plan names, or that a sample of the events has, are read at once, and events
are counted by them. Whoever has another property than those (their number differs) is
*strange*, and read property by property, which costs ten times as much.
"""

from collections.abc import Iterable, Mapping

import duckdb

from ingestion.events.plan_checks import INSIDE, Planned, path_of
from ingestion.quoting import literal

SAMPLE_ROWS = 2000
MOST_PLACES = 200
"""Events by name of which a sample tells the properties: a name for each event, as
some senders give, must not make the query endless."""

MOST_PROPERTIES = 100
"""Properties of one event that a sample tells."""

IS_STRANGE = "kinds is null or len(json_keys(properties)) != list_count(kinds)"


def view_objects(
    connection: duckdb.DuckDBPyConnection, calls: str, planned: Planned
) -> None:
    """Make the views ``plan_calls`` and ``plan_items`` of what has properties.

    Both have ``call_id, source_name, place, properties, received_at``; the items are
    the objects in planned arrays.
    """
    connection.execute(
        f"""
        create or replace temp view plan_calls as
        select
            call_id,
            source_name,
            if(type = 'track', event, type) as place,
            coalesce(properties, '{{}}') as properties,
            received_at
        from {calls}
        where type in ('track', 'page', 'screen')
        """
    )
    items = " union all ".join(
        f"""
        select
            call_id,
            source_name,
            place || {literal(INSIDE + array)} as place,
            unnest(from_json(
                json_extract(properties, {literal(path_of(array))}), '["JSON"]'
            )) as properties,
            received_at
        from plan_calls
        where place in ({", ".join(map(literal, events))})
        """
        for array, events in planned.arrays.items()
    )
    connection.execute(
        "create or replace temp view plan_items as "
        + (items or "from plan_calls where false")
    )


def write_seen(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, Mapping[str, str]]
) -> None:
    """Write the table ``plan_seen``: which kinds of values each property has.

    Its rows are ``source_name, place, property, kind, first_seen_at, last_seen_at``;
    ``kind`` is null where a planned property is missing.

    Args:
        connection: With the views of `view_objects`.
        paths: The planned properties of each place.
    """
    of_calls = _sampled(connection)  # the most frequent first: they are found first
    of_items = {place: dict(its) for place, its in paths.items() if INSIDE in place}
    for place in paths.keys() - of_items.keys():
        of_calls[place] = {**of_calls.get(place, {}), **paths[place]}
    connection.execute(
        f"create or replace temp table plan_shapes as "
        f"{_shapes('plan_calls', of_calls, IS_STRANGE)} union all "
        f"{_shapes('plan_items', of_items, 'false')}"
    )
    looked_at = ", ".join(
        f"({literal(place)}, {_listed(its)})"
        for place, its in {**of_calls, **of_items}.items()
        if its
    )
    connection.execute(
        f"""
        create or replace temp table plan_paths as
        select place, names
        from (values {looked_at or "(null, [null])"}) as looked_at (place, names)
        where place is not null
        """
    )
    row = connection.execute(
        "select coalesce(bool_or(is_strange), false) from plan_shapes"
    ).fetchone()
    strange = f"union all {_one_by_one(of_calls)}" if row and row[0] else ""
    connection.execute(
        f"""
        create or replace temp table plan_seen as
        select
            source_name,
            place,
            property,
            kind,
            min(first_seen_at) as first_seen_at,
            max(last_seen_at) as last_seen_at
        from (
            select
                source_name,
                place,
                unnest(names) as property,
                unnest(kinds) as kind,
                first_seen_at,
                last_seen_at
            from plan_shapes
            join plan_paths using (place)
            {strange}
        )
        group by all
        """
    )


def _sampled(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the properties that a sample of the calls has, with their paths.

    What is sampled decides how fast the rest is read, never what is found.
    """
    rows = connection.execute(
        f"""
        select place, list(property order by calls desc)
        from (
            select place, property, count(*) as calls
            from (
                select place, unnest(json_keys(properties)) as property
                from (select place, properties from plan_calls)
                using sample reservoir({SAMPLE_ROWS} rows) repeatable (1)
            )
            group by all
        )
        group by place
        order by max(calls) desc
        limit {MOST_PLACES}
        """
    ).fetchall()
    return {
        place: {
            name: path_of(name)
            for name in names[:MOST_PROPERTIES]
            if name.isprintable()  # others cannot be written in a query
        }
        for place, names in rows
        if place.isprintable()
    }


def _kinds(paths: Mapping[str, Mapping[str, str]]) -> str:
    whens = " ".join(
        f"when {literal(place)} then json_type(properties, {_listed(its.values())})"
        for place, its in paths.items()
        if its
    )
    return f"case place {whens} end" if whens else "cast(null as varchar[])"


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(literal, texts))}]"


def _shapes(
    relation: str, paths: Mapping[str, Mapping[str, str]], is_strange: str
) -> str:
    return f"""
        select
            source_name,
            place,
            any_value(kinds) as kinds,
            {is_strange} as is_strange,
            min(received_at) as first_seen_at,
            max(received_at) as last_seen_at
        from (select *, {_kinds(paths)} as kinds from {relation})
        group by source_name, place, cast(kinds as varchar), is_strange
    """


def _one_by_one(paths: Mapping[str, Mapping[str, str]]) -> str:
    return f"""
        select
            strange.source_name,
            strange.place,
            one.key as property,
            one.type as kind,
            strange.received_at as first_seen_at,
            strange.received_at as last_seen_at
        from (
            from (select *, {_kinds(paths)} as kinds from plan_calls)
            left join plan_paths using (place)
            where {IS_STRANGE}
        ) as strange, json_each(strange.properties) as one
        where strange.names is null or not list_contains(strange.names, one.key)
    """
