"""The models' real SQL over raw rows, in memory.

dbt compiles the project once; what it compiled then runs over any number of shops, for
a dbt build of each would take seconds.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from dbt.artifacts.resources.types import NodeType
from dbt.artifacts.schemas.run import RunExecutionResult

from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE
from tests.dbt_project.dbt_in import PROJECT, dbt_in
from warehouse.identities import create_identities
from warehouse.operations import create_tables

IDENTITIES = ("identifiers", "edges", "matches", "findings")
Rows = Iterable[Mapping[str, Any]]


class Models:
    """The compiled models, in a warehouse of their own."""

    def __init__(self, folder: Path, **variables: object) -> None:
        done = dbt_in(folder, "compile", "--quiet", variables=variables)
        assert isinstance(done.result, RunExecutionResult), done.exception
        nodes: list[Any] = [result.node for result in done.result.results]
        self._tests = [node for node in nodes if node.resource_type == NodeType.Test]
        self._models = [node for node in nodes if node.resource_type == NodeType.Model]
        self._built = {node.unique_id for node in self._models}
        self.connection = empty_warehouse()
        for node in nodes:  # in an order in which none reads what comes after it
            if node.resource_type == NodeType.Model:
                self._create(node)
            elif node.resource_type == NodeType.Snapshot:
                self._begin_history(node)

    def build(self, raw: Mapping[str, Rows | str], only: Collection[str] = ()) -> None:
        """Build every mart from these raw rows and no others.

        Args:
            raw: Rows, or a query that gives them, by raw table such as
                ``raw_shop.orders`` or one of `warehouse.identities`; what they do not
                name is null.
            only: Names of models: only they and what they are made of is built, and
                tests of anything else are left out.
        """
        for table in IDENTITIES:
            self.connection.execute(f"truncate warehouse.identities.{table}")
        for entity in ENTITIES.values():
            self.connection.execute(f"truncate warehouse.{entity.table}")
        for schema in {entity.schema for entity in ENTITIES.values()}:
            self.connection.execute(f"truncate warehouse.{schema}._dlt_loads")
        for table, rows in raw.items():
            if given := self._relation(rows):
                given.create_view("given")
                self.connection.execute(
                    f"insert into warehouse.{table} by name from given"
                )
        self._built = self._with_parents(only)
        for node in self._models:
            if node.schema != "staging" and node.unique_id in self._built:
                self._create(node)

    def failures(self) -> dict[str, int]:
        """Return what blocking dbt tests find, by the name of the test."""
        return self._found("ERROR")

    def warnings(self) -> dict[str, int]:
        """Return what the other dbt tests find, by the name of the test."""
        return self._found("WARN")

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query; marts are in ``candidate.marts``."""
        return self.connection.sql(query).to_arrow_table().to_pylist()

    def _found(self, severity: str) -> dict[str, int]:
        found = {}
        for node in self._tests:
            read = {name for name in node.depends_on.nodes if name.startswith("model.")}
            if node.config.severity.upper() == severity and read <= self._built:
                failing = (
                    f"select {node.config.fail_calc} as n from ({node.compiled_code})"
                )
                found[node.name] = int(self.rows(failing)[0]["n"])
        return {name: count for name, count in found.items() if count}

    def _with_parents(self, only: Collection[str]) -> set[str]:
        """Return ids of models and of all that they are made of; of all for none."""
        wanted: set[str] = set()
        for node in reversed(self._models):  # what reads a model comes after it
            if not only or node.name in only or node.unique_id in wanted:
                wanted |= {node.unique_id, *node.depends_on.nodes}
        return wanted

    def _relation(self, rows: Rows | str) -> duckdb.DuckDBPyRelation | None:
        if isinstance(rows, str):
            return self.connection.sql(rows)
        filled = _filled(list(rows))
        return (
            self.connection.from_arrow(pa.Table.from_pylist(filled)) if filled else None
        )

    def _create(self, node: Any) -> None:
        kind = "view" if node.schema == "staging" else "table"
        self.connection.execute(
            f"create or replace {kind} {node.relation_name} as {node.compiled_code}"
        )

    def _begin_history(self, node: Any) -> None:
        """Make the table of a snapshot, empty: there is no run that would take one."""
        self.connection.execute(
            f"create table {node.relation_name} as select *, '' as version_id, "
            "null::timestamp as taken_at, null::timestamp as valid_from, "
            f"null::timestamp as valid_to from ({node.compiled_code}) limit 0"
        )


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """Return a connection to what models read, with no rows but those of seeds."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("attach ':memory:' as warehouse")
    connection.execute("attach ':memory:' as candidate")
    connection.execute("create schema candidate.marts")
    for schema in ("staging", "intermediate", "seeds", "history"):
        connection.execute(f"create schema warehouse.{schema}")
    for schema in {entity.schema for entity in ENTITIES.values()}:
        connection.execute(f"create schema warehouse.{schema}")
        connection.execute(
            f"create table warehouse.{schema}._dlt_loads "
            "(load_id varchar, status bigint, inserted_at timestamp with time zone)"
        )
    for entity in ENTITIES.values():
        columns = ", ".join(
            f"{name} {DUCKDB_TYPES[kind]}"
            for name, kind in {**entity.columns, **PROVENANCE}.items()
        )
        connection.execute(f"create table warehouse.{entity.table} ({columns})")
    for seed in (PROJECT / "seeds").glob("*.csv"):
        connection.execute(
            f"create table warehouse.seeds.{seed.stem} "
            "as from read_csv(?, header = true)",
            [str(seed)],
        )
    connection.execute("use warehouse")
    create_tables(connection)
    create_identities(connection)
    connection.execute("use memory")
    return connection


def _filled(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]
