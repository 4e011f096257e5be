"""The tables of a DuckDB file, and what was done in each."""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Removed:
    """What was done in one table."""

    table: str
    removed: int = 0
    """Rows that went."""
    anonymised: int = 0
    """Rows that stay and are nobody's."""
    blanked: int = 0
    """Cells of other rows that named the person."""

    def __add__(self, other: "Removed") -> "Removed":
        """Return what both did, in the one table that both are of."""
        return Removed(
            self.table,
            self.removed + other.removed,
            self.anonymised + other.anonymised,
            self.blanked + other.blanked,
        )


@dataclass(frozen=True)
class Table:
    """One table of a database."""

    name: str
    columns: dict[str, str]
    """Column to type."""
    required: frozenset[str]
    """Columns that may not be null."""

    @property
    def schema(self) -> str:
        """Return its schema."""
        return self.name.partition(".")[0]

    @property
    def is_raw(self) -> bool:
        """Return whether loads write it."""
        return self.schema.startswith("raw_") and "_dlt_load_id" in self.columns


def summed(found: Iterable[Removed]) -> list[Removed]:
    """Return what was done, once for each table where anything was."""
    sums: dict[str, Removed] = {}
    for one in found:
        sums[one.table] = sums.get(one.table, Removed(one.table)) + one
    return [one for one in sums.values() if one != Removed(one.table)]


def tables_of(connection: duckdb.DuckDBPyConnection, catalog: str) -> list[Table]:
    """Return the tables of a database, without its views."""
    rows = connection.execute(
        """
        select
            schema_name || '.' || table_name,
            list(column_name order by column_index),
            list(data_type order by column_index),
            list(column_name) filter (not is_nullable)
        from duckdb_columns()
        semi join duckdb_tables() using (database_name, schema_name, table_name)
        where database_name = ?
        group by all
        order by all
        """,
        [catalog],
    ).fetchall()
    return [
        Table(name, dict(zip(columns, types, strict=True)), frozenset(required or ()))
        for name, columns, types, required in rows
    ]


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
