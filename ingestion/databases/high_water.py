"""What a table's rows must be to be followed: told apart by a key, and dated."""

from datetime import datetime

import duckdb

from ingestion.changes import Cursor
from ingestion.databases.extraction import Extract
from ingestion.databases.moments import Moments
from ingestion.databases.table import Table
from ingestion.entities import ENTITIES
from ingestion.feeds import LoadError
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import KEY
from warehouse.engine import config


def latest(
    table: Table, extract: Extract, before: Cursor | None, clock: datetime
) -> tuple[str | None, str | None]:
    """Return the latest ``updated_at`` that is known, and the type that it fits.

    Args:
        table: The table.
        extract: What was read of it.
        before: What was known before.
        clock: The database's own time, which the latest is never after.

    Raises:
        LoadError: If nothing in the column is a time.
    """
    name = table.updated_at
    if name is None:
        return None, None
    column, moments = identifier(name), table.moments
    known = _moment(moments, before.high_water if before else None)
    limit = f"timestamp '{clock:%Y-%m-%d %H:%M:%S.%f}'"
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        some, times, value, moment = connection.execute(
            f"""
            select
                any_value(value),
                count(moment),
                arg_max(value, moment) filter (where moment <= {limit}),
                max(moment) filter (where moment <= {limit})
            from (
                select {column} as value, {moments.sql(column)} as moment
                from read_parquet({literal(extract.files)})
            )
            """
        ).fetchone() or (None, 0, None, None)
    if some is not None and not times and known is None:
        message = (
            f"{table}: `updated_at` {name} holds no times, such as {some!r}; "
            "name a column of times, or set `epoch_unit`"
        )
        raise LoadError(message)
    if before is not None and known is not None and (not moment or known >= moment):
        return before.high_water, before.high_water_type
    return value, extract.types[name]


def check_key(table: Table, extract: Extract) -> None:
    """Check that the key tells all rows of a table apart.

    Rows without one are not looked at: they are refused one by one.

    Raises:
        LoadError: If it does not.
    """
    record = ENTITIES[table.place[1]].key
    if record and not table.mapping.key and table.updated_at is None:
        return  # of repeated records the last one counts, as in a file
    with duckdb.connect(config=config()) as connection:
        row = connection.execute(
            f"select any_value({KEY}), count(*) "
            f"from read_parquet({literal(extract.files)}) "
            f"where {KEY} <> '' group by hash({KEY}) having count(*) > 1 limit 1"
        ).fetchone()
    if row:
        message = (
            f"{table}: {row[1]:,} rows have the key {table.keyed_by} = {row[0]}; "
            "name in `key` the columns that tell rows apart"
        )
        raise LoadError(message)


def _moment(moments: Moments, text: str | None) -> datetime | None:
    if text is None:
        return None
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        row = connection.execute(f"select {moments.sql(literal(text))}").fetchone()
    return row[0] if row else None
