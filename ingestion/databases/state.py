"""What is known of a table that is followed: how far it was read, and its rows.

``ops.cursors`` has one row per table, ``ops.source_rows`` one per row of it,
quarantined ones too, as hashes. Both are written in the transaction that settles a
load. Of rows of people whose rows are not kept the key is a hash, too.
"""

from dataclasses import astuple
from datetime import datetime
from pathlib import Path

import duckdb

from ingestion.changes import Change, Cursor
from ingestion.classification import SUPPRESSED
from ingestion.databases.extraction import CHANGED, VERSION
from ingestion.quoting import literal
from ingestion.readers.relation import KEY
from warehouse.suppressions import MARK, digest_sql

OF_TABLE = "source_name = ? and entity = ? and file = ?"

Place = tuple[str, str, str]
"""Source, entity and table."""

KNOWN_AS = "known_as"
"""How the key of a row that was read stands in ``ops.source_rows``."""


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
    read = _read(connection, place, files)
    connection.execute(
        f"""
        create or replace temp table known as
        select source_key, version from ops.source_rows
        where {OF_TABLE} and source_key in (select {KNOWN_AS} from {read})
        """,
        list(place),
    )
    as_they_are = f"on {KNOWN_AS} = source_key and {VERSION} = version"
    touched = f"select {KNOWN_AS} from {read} anti join known {as_they_are}"
    if is_whole:
        touched += (
            f" union all select source_key from known anti join {read} {as_they_are}"
        )
        condition = f"where {KNOWN_AS} in ({touched})"
    else:
        condition = f"anti join known {as_they_are}"
    query = f"select * exclude ({KNOWN_AS}) from {read} {condition}"
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
    there = files and f"select {KNOWN_AS} from {_read(connection, place, files)}"
    row = connection.execute(
        f"""
        copy (
            select distinct source_key from ops.source_rows
            where {OF_TABLE} and source_key not in (
                {there or "source_key"}
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
            select * exclude ({KNOWN_AS}) from {_read(connection, place, keys)}
            where {KEY} not in (select {KEY} from read_parquet({literal(read)}))
                and not exists (
                    from ops.source_rows
                    where {OF_TABLE} and source_key = {KNOWN_AS}
                        and changed = {CHANGED}
                )
        ) to {literal(target)} (format parquet)
        """,
        list(place),
    ).fetchone()
    return int(row[0]) if row else 0


def settle_change(
    connection: duckdb.DuckDBPyConnection, place: Place, change: Change, load_id: str
) -> None:
    """Remember what a load read of a table, and how far.

    Args:
        connection: The warehouse, where the load's refused rows are in the quarantine.
        place: The table.
        change: What was read of it.
        load_id: The load.
    """
    seen = _read(connection, place, change.seen)
    gone = f"read_parquet({literal(change.gone)})"
    if change.is_whole:
        forget(connection, place)
    else:
        connection.execute(
            f"delete from ops.source_rows where {OF_TABLE} and (source_key in "
            f"(select {KNOWN_AS} from {seen}) or source_key in (from {gone}))",
            list(place),
        )
        connection.execute(f"delete from ops.cursors where {OF_TABLE}", list(place))
    connection.execute(
        "create or replace temp table suppressed_keys as "
        "select source_key from ops.quarantine "
        f"where {OF_TABLE} and code = {literal(SUPPRESSED)} and load_id = ?",
        [*place, load_id],
    )
    hashed = digest_sql("key", KEY)
    connection.execute(
        f"insert into ops.source_rows select ?, ?, ?, "
        f"if({hashed} in (from suppressed_keys), {hashed}, {KEY}), "
        f"{VERSION}, {CHANGED} from {seen}"
        if _has_rows(connection, "suppressed_keys")
        else f"insert into ops.source_rows "
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


def _read(connection: duckdb.DuckDBPyConnection, place: Place, files: str) -> str:
    """Return SQL of rows that were read, with how their keys are known."""
    listed = ", ".join(map(literal, place))
    hashed = (
        "select source_key from ops.source_rows where (source_name, entity, file) = "
        f"({listed}) and starts_with(source_key, {literal(MARK)})"
    )
    known_as = KEY
    if _has_rows(connection, f"({hashed})"):
        key = digest_sql("key", KEY)
        known_as = f"if({key} in ({hashed}), {key}, {KEY})"
    return f"(select *, {known_as} as {KNOWN_AS} from read_parquet({literal(files)}))"


def _has_rows(connection: duckdb.DuckDBPyConnection, relation: str) -> bool:
    return bool(connection.execute(f"select 1 from {relation} limit 1").fetchall())
