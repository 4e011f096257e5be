"""Connections to the warehouse: the one seam between Karvan and its engine.

DuckDB lets one process write and then no other read. So runs hold the run lock and
write here, while readers open what is published (``published.py``).
"""

from collections.abc import Generator
from contextlib import contextmanager

import duckdb

from warehouse.settings import settings

CANDIDATE = "candidate"
"""Catalog of the marts' own file; a file named like a schema is ambiguous in DuckDB."""

VACUUM_TASKS = 2
"""Of each checkpoint: rows that were deleted give their room back little by little.
All at once, the 2 % of repeats among 2 million new events had their whole load written
a second time."""


def config() -> dict[str, str | bool | int | float | list[str]]:
    """Return the configuration of connections to the warehouse.

    All that are open at once in one process must have the same: where a load or dbt
    opens one with another, no other may be open.
    """
    engine = settings().engine
    found: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": engine.memory_limit,
        "preserve_insertion_order": False,
        "max_vacuum_tasks": VACUUM_TASKS,
        "temp_directory": str(settings().home / "spill"),
    }
    if engine.threads is not None:
        found["threads"] = engine.threads
    return found


@contextmanager
def connect() -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for writing, with the marts attached as ``candidate``.

    Both files are created where they are missing. The caller holds the run lock.
    """
    settings().home.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(settings().warehouse_path, config=config()) as connection:
        # Global, for a cursor does not inherit what its connection has set.
        connection.execute("set global TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        attached = {
            name
            for (name,) in connection.execute(
                "select database_name from duckdb_databases()"
            ).fetchall()
        }
        if CANDIDATE not in attached:
            path = str(settings().candidate_path).replace("'", "''")
            connection.execute(f"attach '{path}' as {CANDIDATE}")
        yield connection


def stable_key(text: str) -> str:
    """Return SQL of the 63-bit number that models make of the SQL of a text.

    DuckDB's ``hash()`` gives like texts one number, and may change with a version.
    """
    # md5_number_lower(…) >> 1 takes four times as long (2.0.0).
    return f"cast(md5_number({text}) >> 65 as bigint)"
