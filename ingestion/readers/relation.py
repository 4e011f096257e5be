"""The rows of one file, as SQL that DuckDB can read more than once."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.quoting import literal

KEY = "karvan_key"
"""Key of a row of a table that is followed, as text; null for rows of files."""

ROW = "karvan_row"
"""Number of a row in its file, from 1; rows that were refused count too."""

REFUSED = """
create or replace temp table refused (source_row bigint, rule varchar, payload varchar)
"""
"""Where readers set aside what is no row."""


class BrokenFileError(Exception):
    """A file cannot be read as what its name says."""


@dataclass(frozen=True)
class Relation:
    """Rows of a file, with their number as `ROW`."""

    sql: str
    columns: dict[str, str]
    """Column to DuckDB's type, `ROW` left out."""
    received: int
    """Data rows of the file, refused ones included."""
    key: str = "cast(null as varchar)"
    """SQL of the row's key."""
    splits: tuple[str, ...] = ()
    """Conditions that cut the rows into parts of equal size, for work in parallel."""

    @classmethod
    def empty(cls) -> "Relation":
        """Return the rows of a file that has not even a header."""
        return cls(sql="", columns={}, received=0)


def described(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, str]:
    """Return the columns of a query and their types, without `ROW`."""
    rows = connection.execute(f"describe {sql}").fetchall()
    return {name: kind for name, kind, *_ in rows if name != ROW}


def staged_rows(path: Path) -> str:
    """Return a query of a Parquet file whose rows are numbered by their place in it."""
    return (
        f"select * exclude (file_row_number), file_row_number + 1 as {ROW} "
        f"from read_parquet({literal(path)}, file_row_number = true, "
        "binary_as_string = true)"
    )


def numbered_names(names: list[str]) -> list[str]:
    """Return a header's names trimmed, blank ones named, repeated ones numbered."""
    found: list[str] = []
    for place, name in enumerate(names, start=1):
        plain = name.strip().strip("\ufeff").strip() or f"column_{place}"
        count, unique = 1, plain
        while unique in found:
            count += 1
            unique = f"{plain}_{count}"
        found.append(unique)
    return found


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """Return the number that a query gives."""
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
