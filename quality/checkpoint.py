"""Run suites with Great Expectations, inside DuckDB, and write its Data Docs.

Nothing is copied out of the database but counts. Of each suite the docs show the
latest run; the history of checks is in ``ops.checks``.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.core import ExpectationSuiteValidationResult
from great_expectations.data_context.data_context.abstract_data_context import (
    AbstractDataContext,
)
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.data_context.types.resource_identifiers import (
    ExpectationSuiteIdentifier,
)
from great_expectations.datasource.fluent.interfaces import TestConnectionError
from great_expectations.expectations.metadata_types import FailureSeverity
from sqlalchemy import Connection, Engine, event

from quality.data_docs import write_index
from quality.expectation import ExpectNoBreaks
from quality.suites import Suite, SuiteError
from warehouse.engine import config
from warehouse.settings import settings

VIEW = {"module_name": "quality.data_docs", "class_name": "OfflinePageView"}


@dataclass(frozen=True)
class Outcome:
    """What a rule found."""

    breaks: int
    rows: int
    """Rows of the table."""


def run_checkpoint(suites: Sequence[Suite]) -> dict[str, dict[str, Outcome]]:
    """Return what each rule found, by table and rule, and write the Data Docs.

    Raises:
        SuiteError: If a table or column is missing, or a rule's SQL is wrong.
    """
    docs = settings().docs_path
    context = _context(docs)
    with _disposed_engines():
        try:
            definitions = [_definition(context, suite) for suite in suites]
        except TestConnectionError as error:
            raise SuiteError(str(error)) from error
        for suite in suites:
            for kind in ("results", "site/validations"):
                shutil.rmtree(
                    docs / kind / suite.table.replace(".", "/"), ignore_errors=True
                )
        checkpoint = gx.Checkpoint(
            name="tables",
            validation_definitions=definitions,
            result_format="SUMMARY",
        )
        results = context.checkpoints.add(checkpoint).run().run_results
    # Once: the action that a checkpoint offers would index the site for each suite.
    described = [ExpectationSuiteIdentifier(suite.table) for suite in suites]
    context.build_data_docs(
        resource_identifiers=[*results, *described],  # pyright: ignore[reportArgumentType]
        build_index=False,
    )
    write_index(docs / "results", docs / "site")
    return {result.suite_name: _outcomes(result) for result in results.values()}


@contextmanager
def _disposed_engines() -> Iterator[None]:
    """Dispose of every engine used meanwhile: each holds DuckDB's lock."""
    engines: set[Engine] = set()

    def used(connection: Connection) -> None:
        engines.add(connection.engine)

    event.listen(Engine, "engine_connect", used)
    try:
        yield
    finally:
        event.remove(Engine, "engine_connect", used)
        for engine in engines:
            engine.dispose()


def _context(docs: Path) -> AbstractDataContext:
    """Return a context that keeps on disk nothing but results and site."""
    stores = InMemoryStoreBackendDefaults()
    stores.stores[stores.validation_results_store_name]["store_backend"] = _folder(
        docs / "results"
    )
    stores.data_docs_sites = {
        "site": {
            "class_name": "SiteBuilder",
            "store_backend": _folder(docs / "site"),
            "site_section_builders": {
                "validations": {"view": VIEW},
                "expectations": {"view": VIEW},
            },
        }
    }
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=stores,
            analytics_enabled=False,
            progress_bars=ProgressBarsConfig(globally=False),
        ),
    )


def _folder(path: Path) -> dict[str, str]:
    path.mkdir(parents=True, exist_ok=True)
    return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(path)}


def _definition(context: AbstractDataContext, suite: Suite) -> gx.ValidationDefinition:
    schema, table = suite.table.split(".")
    is_mart = schema == "marts"
    path = settings().candidate_path if is_mart else settings().warehouse_path
    if path.stem not in context.data_sources.all():
        context.data_sources.add_sql(
            path.stem,
            connection_string=f"duckdb:///{path}",
            create_temp_table=False,
            # A rollback on closing would empty the results that are read afterwards.
            kwargs={  # pyright: ignore[reportCallIssue]
                "connect_args": {"read_only": True, "config": config()},
                "isolation_level": "AUTOCOMMIT",
                "skip_autocommit_rollback": True,
            },
        )
    asset = context.data_sources.get(path.stem).add_table_asset(
        suite.table, table_name=table, schema_name=schema
    )
    expectations = [
        ExpectNoBreaks(
            count=rule.count,
            recount=rule.recount,
            severity=FailureSeverity(rule.severity),
            description=rule.claim,
            meta={"name": rule.name},
        )
        for rule in suite.rules
    ]
    return context.validation_definitions.add(
        gx.ValidationDefinition(
            name=suite.table,
            data=asset.add_batch_definition_whole_table("all"),
            suite=context.suites.add(
                gx.ExpectationSuite(suite.table, expectations=expectations)
            ),
        )
    )


def _outcomes(suite: ExpectationSuiteValidationResult) -> dict[str, Outcome]:
    outcomes = {}
    for result in suite.results:
        if error := _error(result.exception_info):
            message = f"the suite of {suite.suite_name} could not be evaluated: {error}"
            raise SuiteError(message)
        configuration = result.expectation_config
        if configuration is None or configuration.meta is None:
            message = f"the suite of {suite.suite_name} lost the name of a rule"
            raise SuiteError(message)
        outcomes[configuration.meta["name"]] = Outcome(
            result.result["observed_value"], result.result["element_count"]
        )
    return outcomes


def _error(exception_info: dict[str, Any]) -> str | None:
    # One flat entry, or, if a metric failed, one for each metric.
    nested = [entry for entry in exception_info.values() if isinstance(entry, dict)]
    for entry in nested or [exception_info]:
        if entry.get("raised_exception"):
            return entry["exception_message"]
    return None
