"""A database of a computation's own, gone when it ends."""

import duckdb


def database() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory; a terminal gets no progress bar of DuckDB's."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute("set timezone = 'UTC'")
    return connection
