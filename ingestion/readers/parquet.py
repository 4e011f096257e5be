"""Read Parquet files where they lie, with their types."""

from pathlib import Path

import duckdb

from ingestion.feeds import Feed
from ingestion.readers.relation import ROW, Relation, described, staged_rows

PARTS = 2
"""Parts of a file that is one row group, which DuckDB reads on one core. Promotions,
20.9 million rows: 6.2 s in two parts, 11.2 in one, 7.4 in four (2026-11-22)."""


def read(
    connection: duckdb.DuckDBPyConnection,
    feed: Feed,
    path: Path,
    staged: Path,
) -> Relation:
    """Return the rows of a Parquet file.

    Raises:
        duckdb.Error: If it is no Parquet file.
    """
    row = connection.execute(
        "select num_rows, num_row_groups from parquet_file_metadata(?)", [str(path)]
    ).fetchone()
    rows, groups = row or (0, 0)
    sql = f"select {feed.view}, {ROW} from ({staged_rows(path)})"
    splits: tuple[str, ...] = ()
    if rows > 1_000_000 and groups < PARTS:
        middle = rows // PARTS
        splits = (f"{ROW} <= {middle}", f"{ROW} > {middle}")
    return Relation(sql, described(connection, sql), rows, splits=splits)
