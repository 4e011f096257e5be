"""The incremental marts of events, by the statements that dbt itself runs.

A build of each step by dbt would take seconds. What it sends to DuckDB does not depend
on the data, so it is recorded once, of a first build and of a later one, and then run
over any number of streams.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ingestion.entities import ENTITIES
from tests.dbt_project.compiled import empty_warehouse
from tests.dbt_project.dbt_in import dbt_in

MARTS = ("fct_events", "fct_sessions", "fct_product_interactions")
CHANGES = re.compile(r"^\s*(begin|commit|create|insert|delete|alter)\b", re.I | re.M)
"""What a statement that does something begins with; dbt asks and comments a lot."""
Row = Mapping[str, Any]


class Replayed:
    """Raw events and the marts of them, in memory."""

    def __init__(self, folder: Path, **variables: object) -> None:
        self._connection = empty_warehouse()
        with duckdb.connect(folder / "warehouse.duckdb") as real:
            # dbt finds the same empty tables there as those that are read here.
            for statement in _definitions(self._connection):
                real.execute(statement)
        first, later = (_statements(folder, variables) for _ in range(2))
        self._first = [sql for model, sql in first if model in MARTS]
        # dbt's own temporary tables end with its connection.
        self._later = [
            sql.replace("create temporary", "create or replace temporary")
            for model, sql in later
            if model in MARTS
        ]
        for model, sql in first:
            if model not in MARTS:
                self._connection.execute(sql)

    def receive(self, rows: Iterable[Row]) -> None:
        """Make the raw table and its ledger hold these rows and no others."""
        run, table = self._connection.execute, ENTITIES["events"].table
        for name in (table, "raw_events._dlt_loads", "ops.ledger"):
            run(f"truncate warehouse.{name}")
        if found := [dict(row) for row in rows]:
            self._connection.from_arrow(pa.Table.from_pylist(found)).create_view(
                "given"
            )
            run(f"insert into warehouse.{table} by name from given")
        run(
            "insert into warehouse.raw_events._dlt_loads select distinct _dlt_load_id, "
            f"0, timestamptz '2024-01-01 00:00:00+00' from warehouse.{table}"
        )
        run(
            "insert into warehouse.ops.ledger select source_name, 'events', "
            "source_file, '', _dlt_load_id, count(*), count(*), 0, 0, 0, "
            f"timestamp '2024-01-01', true from warehouse.{table} group by all"
        )

    def build(self, *, full_refresh: bool = False) -> None:
        """Build the marts, from nothing or on what they are."""
        if full_refresh:
            for mart in MARTS:
                self._connection.execute(f"drop table if exists candidate.marts.{mart}")
        try:
            for statement in self._first if full_refresh else self._later:
                self._connection.execute(statement)
        except duckdb.Error:
            # Or hypothesis, which tries again, would only find the transaction broken.
            self._connection.execute("rollback")
            raise

    def rows(self, mart: str, order: str) -> list[dict[str, Any]]:
        """Return a mart's rows, in an order."""
        found = self._connection.sql(f"from candidate.marts.{mart} order by {order}")
        return found.to_arrow_table().to_pylist()


def _definitions(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return what makes the raw tables, the ledger and the seeds, empty."""
    tables = connection.execute(
        "select schema_name, sql from duckdb_tables() where database_name = 'warehouse'"
    ).fetchall()
    schemas = {f"create schema if not exists {schema}" for schema, _ in tables}
    return [*sorted(schemas), *(sql.replace(" warehouse.", " ") for _, sql in tables)]


def _statements(folder: Path, variables: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return what dbt runs to build the marts, with the names of models."""
    found: list[tuple[str, str]] = []

    def heard(event: Any) -> None:
        if event.info.name == "SQLQuery":
            node, sql = event.data.node_info.unique_id, event.data.sql
            if node and CHANGES.search(sql):
                found.append((node.rsplit(".", 1)[-1], sql))

    chosen = ("stg_events__events", "stg_events__loads", *MARTS)
    quiet = ("--log-level", "none", "--threads", "1")
    done = dbt_in(
        folder, "run", *quiet, "--select", *chosen, variables=variables, heard=heard
    )
    assert done.success, done.exception
    return found
