"""Marts in memory, empty until a test fills them, with the project's own catalogue."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.dbt_project.compiled import Models
from tests.warehouse.metrics.metricflow import MetricFlow
from warehouse.metrics.catalogue import Catalogue, read_catalogue
from warehouse.metrics.compiler import compile_question
from warehouse.metrics.question import Question


class Marts:
    """The marts as the models make them, with rows that a test gives."""

    def __init__(self, folder: Path) -> None:
        self.connection: duckdb.DuckDBPyConnection = Models(folder).connection
        self.manifest = (folder / "semantic_manifest.json").read_text()
        self.connection.execute("use candidate")
        self.connection.execute("create schema if not exists ops")
        self.connection.execute(
            "create table ops.semantic_manifest as select $1 as manifest",
            [self.manifest],
        )
        self.catalogue: Catalogue = read_catalogue(self.connection)
        self.metricflow = MetricFlow(self.manifest)

    def fill(self, tables: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Give these rows to marts, by name, and none to all others."""
        for name in {model.table for model in self.catalogue.models.values()}:
            self.connection.execute(f"truncate {name}")
        self.connection.execute("truncate marts.dim_dates")
        for name, rows in tables.items():
            given = [dict(row) for row in rows]
            if given:
                arrow = pa.Table.from_pylist(given)
                self.connection.register("given", arrow)
                self.connection.execute(f"insert into marts.{name} by name from given")
                self.connection.unregister("given")

    def ask(self, question: Question) -> list[dict[str, Any]]:
        """Return the answer to a question, by column."""
        # Rows may be others than those that the catalogue was read with.
        catalogue = (
            read_catalogue(self.connection)
            if not question.windows and None in (question.first_on, question.last_on)
            else self.catalogue
        )
        compiled = compile_question(catalogue, question)
        found = self.connection.execute(compiled.sql, list(compiled.parameters))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture(scope="session")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """Give the marts of a shop without rows."""
    return Marts(tmp_path_factory.mktemp("marts"))
