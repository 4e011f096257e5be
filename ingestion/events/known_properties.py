"""The properties that events have had: ``ops.event_properties``, filled by loads.

The registry outlives a full refresh: what was new once is not new again, so files that
are loaded anew give the rows that they gave.
"""

import json
from typing import TypeAlias

import duckdb
import pyarrow as pa

from warehouse.decisions import decisions

Known: TypeAlias = pa.Table
"""Known properties with their types: ``source_name, event, property, type, status``,
when first and last seen, and whether this load saw it."""


def known_properties(connection: duckdb.DuckDBPyConnection) -> Known:
    """Return what is known before a load, and what people accepted.

    Args:
        connection: The warehouse.
    """
    # A cursor, for the connection may have a result that was not read to its end.
    return (
        connection.cursor()
        .sql(
            """
        with decided as (
            select unnest(from_json($decided, '[{
                "source": "VARCHAR", "event": "VARCHAR", "property": "VARCHAR",
                "type": "VARCHAR", "decided_at": "VARCHAR"
            }]'), max_depth := 2)
        )
        select
            source_name,
            event,
            property,
            type,
            if(bool_or(status = 'accepted'), 'accepted', any_value(status)) as status,
            min(first_seen_at) as first_seen_at,
            max(last_seen_at) as last_seen_at,
            false as is_seen
        from (
            select
                source_name, event, property, type, status, first_seen_at, last_seen_at
            from ops.event_properties
            union all
            select
                source, event, property, type, 'accepted',
                decided_at::timestamptz::timestamp, decided_at::timestamptz::timestamp
            from decided
        )
        group by all
        """,
            params={"decided": json.dumps(decisions("properties"))},
        )
        .to_arrow_table()
    )


def record(connection: duckdb.DuckDBPyConnection, known: Known, load_id: str) -> None:
    """Write what a load saw of properties into ``ops.event_properties``.

    Args:
        connection: The warehouse, in the transaction that settles the load.
        known: As `ingestion.events.unplanned` left it.
        load_id: The load.
    """
    connection.register("plan_known", known)
    connection.execute(
        """
        update ops.event_properties as properties
        set
            status = seen.status,
            first_seen_at = least(properties.first_seen_at, seen.first_seen_at),
            last_seen_at = greatest(properties.last_seen_at, seen.last_seen_at)
        from (from plan_known where is_seen) as seen
        where
            properties.source_name = seen.source_name
            and properties.event = seen.event
            and properties.property = seen.property
            and properties.type = seen.type
        """
    )
    connection.execute(
        """
        insert into ops.event_properties by name
        select * exclude (is_seen), ? as load_id
        from plan_known
        anti join ops.event_properties using (source_name, event, property, type)
        where is_seen
        """,
        [load_id],
    )
    connection.unregister("plan_known")
