"""A database of a computation's own, gone when it ends."""

import os
import tempfile
from itertools import count
from pathlib import Path

import duckdb

MEMORY_LIMIT = "3GB"
"""What DuckDB may take before it writes to disk; frames in and out come on top."""

_numbers = count()


def database() -> duckdb.DuckDBPyConnection:
    """Return a new database in memory; a terminal gets no progress bar of DuckDB's."""
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    connection.execute("set timezone = 'UTC'")
    connection.execute(f"set memory_limit = '{MEMORY_LIMIT}'")
    # Of its own, for two databases would take each other's files; gone with it.
    spill = f"karvan-identity-{os.getpid()}-{next(_numbers)}"
    folder = str(Path(tempfile.gettempdir()) / spill).replace("'", "''")
    connection.execute(f"set temp_directory = '{folder}'")
    return connection
