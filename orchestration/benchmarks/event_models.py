"""Adding 100,000 events to millions: what the two incremental models of events take.

dbt builds them as in a run; the time is that of their SQL, by dbt's own clock. Beside
it stands the rebuild from nothing, with which the result is compared row by row.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingestion.loading import prepare
from orchestration import dbt
from orchestration.benchmarks.measuring import Figure, Measured, measure_command
from warehouse.engine import CANDIDATE, connect
from warehouse.settings import settings

SIZES = (20_000_000, 100_000_000)
NEW, OF_A_LOAD = 100_000, 100_000
STEP = 5_000_000
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

EVENTS = """
insert into raw_events.events by name
with numbered as (
    select
        i,
        hash(i // 4) as visit,
        hash(i * 7 + 1) as chance,
        {first} + to_microseconds(cast((i // 4 - {low} // 4) * {spacing} as bigint))
            + to_seconds(i % 4 * 60 + cast(hash(i) % 50 as bigint)) as moment
    from range({low}, {high}) as events (i)
)
select
    'm' || i as message_id,
    i as message_key,
    case when i % 4 < 2 then 'page' else 'track' end as type,
    case when i % 4 >= 2 then [
        'Product Viewed', 'Product Added', 'Checkout Started', 'Order Completed',
        'Product Viewed', 'Product Viewed', 'Product Viewed'
    ][cast(chance % 7 as int) + 1] end as event,
    case when chance % 5 = 0 then 'u' || visit % 1000 end as user_id,
    'a' || visit % {visitors} as anonymous_id,
    json_object(
        'product_id', 'p' || chance % 3000, 'price', chance % 10000 / 100.0,
        'order_id', 'o' || i, 'revenue', 25.5
    ) as properties,
    json_object(
        'page', json_object(
            'path', '/p/' || chance % 3000,
            'url', 'https://www.shop.example/p/' || chance % 3000,
            'referrer', case when i % 4 = 0 then 'https://www.google.com/' end
        ),
        'campaign', json_object('source', case when visit % 6 = 0 then 'google' end),
        'userAgent', 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/' || visit % 99
    ) as context,
    moment as timestamp,
    moment as received_at,
    'web' as source_name,
    'day/' || i // {of_a_load} || '.ndjson' as source_file,
    i + 1 as source_row,
    cast(1700000000.5 + i // {of_a_load} as varchar) as _dlt_load_id
from numbered
"""
LATE = """
update raw_events.events
set timestamp = timestamp - to_hours(cast(hash(message_key) % 3600 as bigint))
where message_key >= {low} and message_key % 20 = 0
"""
BOOKS = """
insert into raw_events._dlt_loads (load_id, status, inserted_at)
select distinct _dlt_load_id, 0, now() from raw_events.events
where message_key >= {low};
insert into ops.ledger
select
    source_name, 'events', source_file, '', _dlt_load_id, count(*), count(*), 0, 0, 0,
    now()::timestamp, true
from raw_events.events where message_key >= {low}
group by source_name, source_file, _dlt_load_id
"""


def figures(sizes: tuple[int, ...] = SIZES) -> Iterator[Figure]:
    """Yield the figures one by one, in temporary shops that are removed after."""
    smallest = None
    for size in sizes:
        with _shop():
            _receive(0, size, size)
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
            _receive(size, size + NEW, size)
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


@contextmanager
def _shop() -> Iterator[None]:
    """Give a shop that nothing was received of."""
    names = ("KARVAN_CONFIG", "KARVAN_HOME")
    before = {name: os.environ.pop(name, None) for name in names}
    with tempfile.TemporaryDirectory(prefix="karvan-bench-") as folder:
        os.environ["KARVAN_CONFIG"] = str(Path(folder) / "karvan.toml")
        Path(os.environ["KARVAN_CONFIG"]).write_text(SETTINGS)
        settings.cache_clear()
        prepare()
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
            settings.cache_clear()


def _receive(low: int, high: int, size: int) -> None:
    """Put events in the raw table: a year of them, or what a load brings after it.

    Of what comes after, one in twenty is late by up to 150 days.
    """
    year_us = 365 * 86_400 * 1_000_000
    values = {
        "visitors": size // 20,
        "of_a_load": OF_A_LOAD,
        "first": "timestamp '2023-01-01'" if low == 0 else "timestamp '2024-01-01'",
        "spacing": year_us // (size // 4),
    }
    with connect() as connection:
        for start in range(low, high, STEP):
            shift = (start - low) // 4 * values["spacing"]
            first = f"{values['first']} + to_microseconds({shift})"
            connection.execute(
                EVENTS.format(
                    **values | {"first": first},
                    low=start,
                    high=min(start + STEP, high),
                )
            )
        if low:
            connection.execute(LATE.format(low=low))
        connection.execute(BOOKS.format(low=low))
        connection.execute("checkpoint warehouse")


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
