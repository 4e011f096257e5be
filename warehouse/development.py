"""Read what an analyst has built: their file, over the version that it was built on.

Tables that the analyst built take the place of the published ones; all others are as
published. The metrics are those of the analyst's last parse, so that a new one can be
asked before it is published.
"""

import os
from pathlib import Path
from typing import Literal

import duckdb

from warehouse.engine import CANDIDATE, config
from warehouse.lock import DEV as DEV_LOCK
from warehouse.lock import holder
from warehouse.published import NothingPublishedError, open_published
from warehouse.settings import settings
from warehouse.snapshot import path_of, snapshot_version

Dev = Literal["dev"]
DEV: Dev = "dev"
Edition = int | Dev | None
"""Which data: a published version, the current one (None), or what an analyst built."""

METRICS = "semantic_manifest"
MARTS = "marts.duckdb"
"""Link in dbt's folder to the published file that an analyst's build reads."""


def open_edition(edition: Edition) -> duckdb.DuckDBPyConnection:
    """Return a cursor on a published version, or on what an analyst built.

    Raises:
        NothingPublishedError: If there is none, or it is being built.
    """
    return _open_dev() if edition == DEV else open_published(edition)


def point_at_marts() -> bool:
    """Point an analyst's builds at the version of the snapshot, and at no later one.

    Their file is begun anew where it was built on another one, for dbt would read the
    tables in it beside those of now. The caller holds the lock `DEV`.

    Returns:
        Whether a file was begun anew.
    """
    link = marts_link()
    marts = path_of(snapshot_version()) or settings().candidate_path
    if link.is_symlink() and link.resolve() == marts.resolve():
        return False
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(marts, link.parent))  # a home can be moved
    was_built = settings().dev_path.exists()
    settings().dev_path.unlink(missing_ok=True)
    return was_built


def marts_link() -> Path:
    """Return the link to the marts that an analyst's builds read."""
    return settings().dbt_path / MARTS


def _open_dev() -> duckdb.DuckDBPyConnection:
    if not settings().dev_path.exists():
        message = "nothing is built on dev; `karvan dbt build --target dev -s …` does"
        raise NothingPublishedError(message)
    connection = duckdb.connect(config=config())
    connection.execute("set global TimeZone = 'UTC'")
    attached = {
        # Its views name these files so.
        DEV: settings().dev_path,
        CANDIDATE: marts_link().resolve(),
        "warehouse": settings().snapshot_path,
    }
    for name, path in attached.items():
        quoted = str(path).replace("'", "''")
        try:
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        except duckdb.IOException as error:
            raise NothingPublishedError(_why(path)) from error
    _show(connection)
    connection.execute("set global enable_external_access = false")
    connection.execute("set global lock_configuration = true")
    return connection


def _why(path: Path) -> str:
    if path == settings().dev_path:
        by = holder(DEV_LOCK) or "another process"
        return f"dev.duckdb is being written by {by}; ask again when it is done"
    return "the version that dev was built on is gone; build on dev again"


def _show(connection: duckdb.DuckDBPyConnection) -> None:
    """Show tables under the names that they have when they are published."""
    told = connection.execute(
        f"""
        select schema_name, table_name, arg_min(database_name, place) as shown
        from (
            select database_name, schema_name, table_name, 1 as place
            from duckdb_tables() where database_name = '{DEV}'
            union all
            select database_name, schema_name, view_name, 1
            from duckdb_views() where database_name = '{DEV}' and not internal
            union all
            select database_name, schema_name, table_name, 2
            from duckdb_tables() where database_name = '{CANDIDATE}'
        )
        where schema_name <> 'increments' and table_name <> '{METRICS}'
        group by all
        """
    ).fetchall()
    for schema, table, database in told:
        connection.execute(f"create schema if not exists {schema}")
        connection.execute(
            f"create view {schema}.{table} as from {database}.{schema}.{table}"
        )
    parsed = settings().dbt_path / "target-dev" / f"{METRICS}.json"
    connection.execute("create schema if not exists ops")
    connection.execute(
        f"create table ops.{METRICS} as select $1 as manifest", [parsed.read_text()]
    )
