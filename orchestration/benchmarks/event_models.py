"""Adding 100,000 events to millions: what the two incremental models of events take.

dbt builds them as in a run; the time is that of their SQL, by dbt's own clock. Beside
it stands the rebuild from nothing, with which the result is compared row by row.
"""

import os
from collections.abc import Iterator
from typing import Any

from orchestration import dbt
from orchestration.benchmarks.grown_shop import receive_events, shop
from orchestration.benchmarks.measuring import Figure, Measured, measure_command
from warehouse.engine import CANDIDATE, connect

SIZES = (20_000_000, 100_000_000)
NEW = 100_000
LIMIT_S, LIMIT_GROWTH = 1.0, 1.5
MEMORY, REBUILD_MEMORY, SESSIONS_MEMORY = "400MB", "800MB", "600MB"
"""What DuckDB may take; the process of dbt took 355 MB beside it."""
LIMIT_BYTES, LIMITED_SIZE = 1_000_000_000, 20_000_000
MODELS = ("fct_events", "fct_sessions")
ALL = "+fct_sessions"
SETTINGS = """
[shop]
name = "Events"
"""


def figures(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    """Yield the figures one by one, in temporary shops that are removed after."""
    smallest = None
    for size in sizes:
        with shop(SETTINGS):
            receive_events(0, size, size)
            events = _seconds("+fct_events", full_refresh=True, memory=REBUILD_MEMORY)
            yield Figure(
                f"building {size:,} events from nothing",
                f"{sum(events.values()):.1f} s",
                "without their sessions",
                None,
                f"{REBUILD_MEMORY} for DuckDB",
                None,
            )
            sessions = _build_of_sessions()
            yield Figure(
                f"full session build of {size:,} events, peak memory of its process",
                f"{sessions.peak_bytes / 1e6:.0f} MB",
                f"in {sessions.seconds:.1f} s, dbt's start with it",
                None,
                "1 GB" if size <= LIMITED_SIZE else "",
                sessions.peak_bytes < LIMIT_BYTES if size <= LIMITED_SIZE else None,
            )
            receive_events(size, size + NEW, size)
            added = sum(_seconds(ALL, full_refresh=False, memory=MEMORY).values())
            found = _content()
            rebuilt = sum(
                _seconds(ALL, full_refresh=True, memory=REBUILD_MEMORY).values()
            )
            if found != _content():
                message = f"{size:,} events: incremental and rebuilt marts differ"
                raise RuntimeError(message)
            most = LIMIT_S if smallest is None else smallest * LIMIT_GROWTH
            smallest = smallest or added
            yield Figure(
                f"adding {NEW:,} to {size:,} events, with {MEMORY} for DuckDB",
                f"{added:.2f} s",
                f"{rebuilt:.1f} s rebuilt from nothing, all rows equal",
                added / rebuilt,
                f"{most:.2f} s",
                added <= most,
            )


def _build_of_sessions() -> Measured:
    """Build all sessions of the events that are there, in a process of its own."""
    words = ["run", "--quiet", "--select", "fct_sessions", "--full-refresh"]
    memory = {"KARVAN_DBT_MEMORY_LIMIT": SESSIONS_MEMORY}
    return measure_command(
        [str(dbt.EXECUTABLE), *words, *dbt.options()], dbt.environment() | memory
    )


def _seconds(select: str, *, full_refresh: bool, memory: str) -> dict[str, float]:
    """Build the models and return what DuckDB took for each one's statements."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    taken: dict[str, float] = dict.fromkeys(MODELS, 0.0)

    def heard(event: Any) -> None:  # an EventMsg, whose data is made at run time
        if event.info.name == "SQLQueryStatus":
            model = event.data.node_info.unique_id.rsplit(".", 1)[-1]
            if model in taken:
                taken[model] += event.data.elapsed

    os.environ.update(dbt.environment() | {"KARVAN_DBT_MEMORY_LIMIT": memory})
    words = ["run", "--log-level", "none", "--select", select]
    words += ["--full-refresh"] if full_refresh else []
    try:
        for before in ("seed", "run"):
            line = [before, *words[1:3]] if before == "seed" else words
            done = dbtRunner(callbacks=[heard]).invoke([*line, *dbt.options()])
            if not done.success:
                message = f"dbt {before} failed: {done.exception or done.result}"
                raise RuntimeError(message)
    finally:
        DuckDBConnectionManager.close_all_connections()
    return taken


def _content() -> list[Any]:
    """Return a hash of all rows of each model."""
    with connect() as connection:
        return [
            connection.execute(
                "select count(*), sum(hash(rows)) "
                f"from {CANDIDATE}.marts.{model} as rows"
            ).fetchone()
            for model in MODELS
        ]
