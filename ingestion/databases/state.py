"""What is known of a table that is followed: how far it was read, and its rows.

``ops.cursors`` has one row per table, ``ops.source_rows`` one per row of it,
quarantined ones too, as hashes. Both are written in the transaction that settles a
load.
"""

from dataclasses import astuple
from datetime import datetime
from pathlib import Path

import duckdb

from ingestion.changes import Change, Cursor
from ingestion.databases.extraction import CHANGED, VERSION
from ingestion.quoting import literal
from ingestion.readers.relation import KEY

OF_TABLE = "source_name = ? and entity = ? and file = ?"

Place = tuple[str, str, str]
"""Source, entity and table."""


def cursor_of(connection: duckdb.DuckDBPyConnection, place: Place) -> Cursor | None:
    """Return how far a table was read; None if it never was."""
    row = connection.execute(
        "select reading, keyed_by, high_water, high_water_type, rows_read, compared_at "
        f"from ops.cursors where {OF_TABLE}",
        list(place),
    ).fetchone()
    return Cursor(*row) if row else None


def rows_known(connection: duckdb.DuckDBPyConnection, place: Place) -> int:
    """Return how many rows of a table are known."""
    row = connection.execute(
        f"select count(*) from ops.source_rows where {OF_TABLE}", list(place)
    ).fetchone()
    return int(row[0]) if row else 0


def note_compared(
    connection: duckdb.DuckDBPyConnection, place: Place, when: datetime
) -> None:
    """Remember that all keys of a table were compared, and nothing had changed."""
    connection.execute(
        f"update ops.cursors set compared_at = ? where {OF_TABLE}",
        [when, *place],
    )


def write_changed(
    connection: duckdb.DuckDBPyConnection,
    place: Place,
    files: str,
    target: Path,
    *,
    is_whole: bool,
) -> int:
    """Write the rows that are not known as they are; return their number.

    Of a whole table, also all rows of a key that had more rows: what stands for it now
    may be another one.
    """
    read = f"read_parquet({literal(files)})"
    connection.execute(
        f"""
        create or replace temp table known as
        select source_key, version from ops.source_rows
        where {OF_TABLE} and source_key in (select {KEY} from {read})
        """,
        list(place),
    )
    touched = (
        f"select {KEY} from {read} "
        f"anti join known on {KEY} = source_key and {VERSION} = version"
    )
    if is_whole:
        touched += (
            f" union all select source_key from known "
            f"anti join {read} on {KEY} = source_key and {VERSION} = version"
        )
        condition = f"{KEY} in ({touched})"
        query = f"select * from {read} where {condition}"
    else:
        query = (
            f"select * from {read} "
            f"anti join known on {KEY} = source_key and {VERSION} = version"
        )
    row = connection.execute(
        f"copy ({query}) to {literal(target)} (format parquet, compression lz4_raw)"
    ).fetchone()
    connection.execute("drop table known")
    return int(row[0]) if row else 0


def write_gone(
    connection: duckdb.DuckDBPyConnection,
    place: Place,
    files: str | None,
    target: Path,
) -> int:
    """Write the known keys that are not in a table's files; return their number.

    Without files nothing was compared, so none is gone.
    """
    there = f"select {KEY} from read_parquet({literal(files)})"
    row = connection.execute(
        f"""
        copy (
            select distinct source_key from ops.source_rows
            where {OF_TABLE} and source_key not in (
                {there if files else "source_key"}
            )
        ) to {literal(target)} (format parquet)
        """,
        list(place),
    ).fetchone()
    return int(row[0]) if row else 0


def write_lacking(
    connection: duckdb.DuckDBPyConnection,
    place: Place,
    keys: str,
    read: str,
    target: Path,
) -> int:
    """Write the keys that are not known as they are, and were not read.

    Args:
        connection: The warehouse.
        place: The table.
        keys: Files of all its keys.
        read: Files of the rows that were read.
        target: Parquet file, of rows as in ``keys``.
    """
    row = connection.execute(
        f"""
        copy (
            select * from read_parquet({literal(keys)})
            where {KEY} not in (select {KEY} from read_parquet({literal(read)}))
                and not exists (
                    from ops.source_rows
                    where {OF_TABLE} and source_key = {KEY} and changed = {CHANGED}
                )
        ) to {literal(target)} (format parquet)
        """,
        list(place),
    ).fetchone()
    return int(row[0]) if row else 0


def settle_change(
    connection: duckdb.DuckDBPyConnection, place: Place, change: Change
) -> None:
    """Remember what a load read of a table, and how far."""
    seen = f"read_parquet({literal(change.seen)})"
    gone = f"read_parquet({literal(change.gone)})"
    if change.is_whole:
        forget(connection, place)
    else:
        connection.execute(
            f"delete from ops.source_rows where {OF_TABLE} and (source_key in "
            f"(select {KEY} from {seen}) or source_key in (from {gone}))",
            list(place),
        )
        connection.execute(f"delete from ops.cursors where {OF_TABLE}", list(place))
    connection.execute(
        f"insert into ops.source_rows "
        f"select ?, ?, ?, {KEY}, {VERSION}, {CHANGED} from {seen}",
        list(place),
    )
    connection.execute(
        "insert into ops.cursors by name select ? as source_name, ? as entity, "
        "? as file, ? as reading, ? as keyed_by, ? as high_water, "
        "? as high_water_type, ? as rows_read, ?::timestamp as compared_at",
        [*place, *astuple(change.cursor)],
    )


def followed(
    connection: duckdb.DuckDBPyConnection, entity: str
) -> list[tuple[str, str]]:
    """Return source and name of the tables of an entity that are followed."""
    return connection.execute(
        "select source_name, file from ops.cursors where entity = ?", [entity]
    ).fetchall()


def forget(connection: duckdb.DuckDBPyConnection, place: Place) -> None:
    """Forget all that is known of a table: it is read anew next time."""
    for table in ("source_rows", "cursors"):
        connection.execute(f"delete from ops.{table} where {OF_TABLE}", list(place))


def forget_all(connection: duckdb.DuckDBPyConnection, entity: str) -> None:
    """Forget all that is known of the tables that fill an entity."""
    for table in ("source_rows", "cursors"):
        connection.execute(f"delete from ops.{table} where entity = ?", [entity])
