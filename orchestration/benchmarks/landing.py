"""Landed events: 2 million of them loaded, many small files, and a load on history.

The peer is one statement by hand: `insert … select … from read_json` of the same files
into a table of the same columns, on disk and with a checkpoint. It reads calls as
structs, which takes it less time than as JSON that is taken apart after. It judges
nothing, looks for no repeats and writes no ledger.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import duckdb

from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE, Uniqueness
from ingestion.events.derivation import message_key
from ingestion.superseding import keep_first
from orchestration.benchmarks.measuring import Figure, measure_command, seconds_of

EVENTS = 2_000_000
FILES = 16
TIMES = 3
"""Of which the median counts."""
SMALL_FILES = 3_000
HISTORY = 20_000_000
ADDED = 100_000
LIMIT_RATIO, LIMIT_BYTES = 2, 2e9
DEDUPE_S, DEDUPE_MEMORY = 1.0, "400MB"

UNIQUE = Uniqueness("message_id", "message_key", ("received_at",))
SETTINGS = '[[sources]]\nname = "web"\nkind = "events"\nwrite_key = "demo"\n'
COLUMNS = """{
    n: 'BIGINT', source: 'VARCHAR', received_at: 'TIMESTAMPTZ', sent_at: 'TIMESTAMPTZ',
    type: 'VARCHAR',
    call: 'STRUCT(messageId VARCHAR, type VARCHAR, event VARCHAR, userId VARCHAR,
        anonymousId VARCHAR, timestamp TIMESTAMPTZ, properties JSON, context JSON,
        integrations JSON)'
}"""
LOAD = """
import time
import dlt
from ingestion.loading import load_entity, prepare
from warehouse.lock import run_lock
with run_lock("karvan bench"):
    prepare()
    started = time.perf_counter()
    found = load_entity("events")
    print(time.perf_counter() - started, found.accepted, found.duplicate)
"""
LINE = """
format(
    '{{"n":{},"source":"web","received_at":"{}Z","sent_at":"{}Z","type":"track",'
    '"plain":true,"call":{{"messageId":"ajs-next-{}","type":"track","event":"{}","userId":{},'
    '"anonymousId":"{}","timestamp":"{}Z","properties":{{"product_id":"P{}",'
    '"price":{},"quantity":{},"currency":"USD","cart_id":"{}"}},"context":{{"page":'
    '{{"path":"/product/{}","url":"https://shop.example/product/{}","title":'
    '"Product {}","referrer":"https://www.google.com/"}},"locale":"en-US",'
    '"library":{{"name":"analytics.js","version":"next-1.70.0"}}}},'
    '"integrations":{{}}}}}}',
    number % {per_file} + 1, strftime(moment, '%Y-%m-%dT%H:%M:%S.%g'),
    strftime(moment - interval 200 millisecond, '%Y-%m-%dT%H:%M:%S.%g'),
    md5(if(number % 50 = 7, number - 7, number)::varchar),
    ['Product Viewed', 'Product Added', 'Product Removed', 'Cart Viewed'][
        number % 4 + 1
    ],
    if(number % 3 = 0, '"user-' || number % 50021 || '"', 'null'),
    md5((number % 77777)::varchar),
    strftime(moment - interval 900 millisecond, '%Y-%m-%dT%H:%M:%S.%g'),
    number % 3000, number % 1000 / 100, number % 4 + 1, md5((number % 9000)::varchar),
    number % 3000, number % 3000, number % 3000
)
"""


def figures() -> Iterator[Figure]:
    """Yield the figures one by one, in temporary shops that are removed after."""
    yield from _load(EVENTS, FILES)
    yield _small()
    yield _history()


def _load(events: int, files: int) -> Iterator[Figure]:
    load = [sys.executable, "-c", LOAD]
    with tempfile.TemporaryDirectory(prefix="karvan-") as folder:
        home = Path(folder) / "home"
        landed = _land(home, events, files)
        environment = _shop(Path(folder))
        peers, taken, is_whole, duplicate = [], [], True, 0
        for _ in range(TIMES):
            _forget_all_but_landing(home)
            peers.append(seconds_of(lambda: _by_hand(home, landed)))
            _forget_all_but_landing(home)
            seconds, accepted, duplicate = _unwatched(load, environment)
            taken.append(seconds)
            is_whole = is_whole and accepted + duplicate == events
        _forget_all_but_landing(home)
        watched = measure_command(load, environment)
    ratio = median(taken) / median(peers)
    yield Figure(
        f"loading {events:,} events, {duplicate:,} repeats",
        f"{median(taken):.1f} s",
        f"{median(peers):.1f} s insert … from read_json",
        ratio,
        f"{LIMIT_RATIO} ×",
        ratio <= LIMIT_RATIO and is_whole,
    )
    yield _memory(f"loading {events:,} events, peak memory", watched.peak_bytes)


def _unwatched(
    load: Sequence[str], environment: dict[str, str]
) -> tuple[float, int, int]:
    """Return the seconds of a load, and the events that it accepted and repeats.

    Unlike `measure_command`: who reads a process's memory holds it up.
    """
    done = subprocess.run(  # noqa: S603
        load,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, accepted, duplicate = done.stdout.split()[-3:]
    return float(seconds), int(accepted), int(duplicate)


def _forget_all_but_landing(home: Path) -> None:
    for path in home.iterdir():
        if path.is_dir() and path.name != "landing":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def _small() -> Figure:
    with tempfile.TemporaryDirectory(prefix="karvan-") as folder:
        _land(Path(folder) / "home", SMALL_FILES * 100, SMALL_FILES)
        done = measure_command([sys.executable, "-c", LOAD], _shop(Path(folder)))
    seconds = float(done.output.split()[-3])
    what = f"loading {SMALL_FILES:,} files of 100 events ({seconds:.1f} s), peak memory"
    return _memory(what, done.peak_bytes)


def _memory(what: str, peak_bytes: int) -> Figure:
    return Figure(
        what,
        f"{peak_bytes / 1e9:.2f} GB",
        "",
        None,
        f"{LIMIT_BYTES / 1e9:.0f} GB",
        peak_bytes <= LIMIT_BYTES,
    )


def _history() -> Figure:
    entity = ENTITIES["events"]
    with (
        tempfile.TemporaryDirectory(prefix="karvan-") as folder,
        duckdb.connect(str(Path(folder) / "history.duckdb")) as connection,
    ):
        connection.execute("set enable_progress_bar = false")
        connection.execute("create schema ops")
        connection.execute(
            "create table ops.ledger (entity varchar, source_name varchar, "
            "file varchar, load_id varchar, accepted bigint, duplicate bigint)"
        )
        _table(connection, entity.table)
        for first, rows, load in ((0, HISTORY, "1"), (HISTORY, ADDED, "2")):
            # Two in a hundred of the new ones repeat an old one.
            number = f"if(i >= {HISTORY} and i % 50 = 0, i - {HISTORY // 2}, i)"
            said = f"'m' || {number}"
            key = message_key("'web'", f"({said})")
            connection.execute(
                f"insert into {entity.table} by name select 'web' as source_name, "
                f"'f' as source_file, i as source_row, '{load}' as _dlt_load_id, "
                f"timestamp '2026-01-01' + i * interval 1 second as received_at, "
                f"{said} as message_id, {key} as message_key "
                f"from range({first}, {first + rows}) as numbers (i)"
            )
        connection.execute("checkpoint")
        connection.execute(f"set memory_limit = '{DEDUPE_MEMORY}'")
        taken = seconds_of(lambda: keep_first(connection, entity, "2", UNIQUE))
        left = connection.execute(f"select count(*) from {entity.table}").fetchall()
    return Figure(
        f"finding repeats of {ADDED:,} among {HISTORY:,} events",
        f"{taken:.2f} s in {DEDUPE_MEMORY}",
        "",
        None,
        f"{DEDUPE_S:.0f} s",
        taken <= DEDUPE_S and left[0][0] == HISTORY + ADDED - ADDED // 50,
    )


def _shop(workspace: Path) -> dict[str, str]:
    (workspace / "karvan.toml").write_text(SETTINGS)
    return {
        "KARVAN_CONFIG": str(workspace / "karvan.toml"),
        "KARVAN_HOME": str(workspace / "home"),
    }


def _land(home: Path, events: int, files: int) -> list[Path]:
    folder = home / "landing" / "2026-11-01"
    folder.mkdir(parents=True)
    per_file = events // files
    found = []
    with duckdb.connect() as connection:
        for file in range(files):
            path = folder / f"w-{file:05}.ndjson"
            connection.execute(
                f"copy (select {LINE.replace('{per_file}', str(per_file))} from "
                "(select i as number, timestamp '2026-11-01' + i * interval 20 "
                f"millisecond as moment from range({file * per_file}, "
                f"{(file + 1) * per_file}) as numbers (i))) to '{path}' (format csv, "
                "header false, quote '', escape '', delimiter '\x01')"
            )
            found.append(path)
    return found


def _table(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    types = ENTITIES["events"].columns | PROVENANCE
    columns = ", ".join(
        f'"{name}" {DUCKDB_TYPES[kind]}' for name, kind in types.items()
    )
    connection.execute(f"create schema if not exists {table.split('.')[0]}")
    connection.execute(f"create table {table} ({columns})")


def _by_hand(home: Path, landed: list[Path]) -> None:
    table = ENTITIES["events"].table
    with duckdb.connect(str(home / "by_hand.duckdb")) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        _table(connection, table)
        connection.execute(
            f"""
            insert into {table} by name
            select
                call.messageId as message_id,
                {message_key("source", "call.messageId")} as message_key,
                coalesce(type, call.type) as type,
                call.event as event,
                call.userId as user_id,
                call.anonymousId as anonymous_id,
                call.properties as properties,
                call.context as context,
                received_at - (sent_at - call.timestamp) as timestamp,
                call.timestamp as original_timestamp,
                sent_at,
                received_at,
                json_object('integrations', call.integrations) as extra,
                source as source_name,
                filename as source_file,
                n as source_row
            from read_json(
                {[str(path) for path in landed]}, format = 'newline_delimited',
                filename = true, columns = {COLUMNS}
            )
            """
        )
        connection.execute("checkpoint")
