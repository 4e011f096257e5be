"""Rows that take the place of others: the newest of a record, the first of an event.

What gives way becomes a duplicate in the ledger, which so still counts the rows that
are there.
"""

import duckdb

from ingestion.entities import Entity, Uniqueness
from ingestion.quoting import literal


def keep_newest(
    connection: duckdb.DuckDBPyConnection, entity: Entity, load_id: str, key: str
) -> None:
    """Keep the newest row of each key (columns) that a load brought."""
    is_brought = f"_dlt_load_id = {literal(load_id)}"
    brought = f"select source_name, {key} from {entity.table} where {is_brought}"
    _supersede(
        connection,
        entity,
        alike=f"source_name, {key}",
        order=f"{is_brought} desc, _dlt_load_id desc, source_file desc, "
        "source_row desc",
        among=f"semi join ({brought}) using (source_name, {key})",
    )
    connection.execute(
        """
        update ops.ledger set is_current = false
        where entity = $entity and accepted = 0 and loaded_at < (
            select max(newer.loaded_at) from ops.ledger as newer
            where
                newer.entity = $entity
                and newer.source_name = ledger.source_name
                and newer.file = ledger.file
        )
        """,
        {"entity": entity.name},
    )


def keep_first(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    load_id: str,
    unique: Uniqueness,
) -> None:
    """Keep the first row of each of a source's that a load brought, for all time.

    The numbers of all rows are looked through, which costs 0.2 s for 100 million; only
    what is there more than once is read by its place, and compared as text.
    """
    number, column = unique.number, unique.column
    order = ", ".join((*unique.first_by, "source_file", "source_row", "_dlt_load_id"))
    connection.execute(
        f"""
        create or replace temp table repeated as
        with alike as materialized (
            select rowid as place, {number}
            from {entity.table}
            semi join (
                select {number} from {entity.table} where _dlt_load_id = $load_id
            ) using ({number})
        )
        select place
        from alike
        semi join (
            select {number} from alike group by {number} having count(*) > 1
        ) using ({number})
        """,
        {"load_id": load_id},
    )
    _supersede(
        connection,
        entity,
        alike=f"source_name, {column}",
        order=order,
        among="where rowid in (select place from repeated)",
    )


def _supersede(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    *,
    alike: str,
    order: str,
    among: str,
) -> None:
    """Delete all but the first of rows that are alike; the ledger says where they were.

    Args:
        connection: The warehouse.
        entity: The entity.
        alike: Columns in which they are.
        order: The one that stays comes first by it.
        among: The rows that are looked at, as a ``join`` or a ``where``.
    """
    connection.execute(
        f"""
        create or replace temp table superseded as
        select place, source_name, source_file, _dlt_load_id
        from (
            select
                rowid as place,
                source_name,
                source_file,
                _dlt_load_id,
                row_number() over (partition by {alike} order by {order}) as n
            from {entity.table} {among}
        )
        where n > 1
        """
    )
    connection.execute(
        """
        update ops.ledger
        set accepted = accepted - repeated, duplicate = duplicate + repeated
        from (
            select source_name, source_file, _dlt_load_id, count(*) as repeated
            from superseded group by all
        ) as older
        where
            ledger.entity = ?
            and ledger.source_name = older.source_name
            and ledger.file = older.source_file
            and ledger.load_id = older._dlt_load_id
        """,
        [entity.name],
    )
    connection.execute(
        f"delete from {entity.table} where rowid in (select place from superseded)"
    )
