"""dbt models and their tests, as assets and asset checks."""

import os
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

from orchestration import dbt as karvan_dbt
from orchestration.checks import record
from orchestration.dbt_results import dbt_checks
from orchestration.defs.ingestion import FULL_REFRESH_TAG
from orchestration.translators import ModelTables
from warehouse.engine import CANDIDATE, connect
from warehouse.publishing import begin_build, end_build

TARGET = karvan_dbt.target_path()


@dbt_assets(
    manifest=karvan_dbt.manifest_path(),
    project=DbtProject(project_dir=karvan_dbt.PROJECT_PATH, target_path=TARGET),
    dagster_dbt_translator=ModelTables(),
    required_resource_keys={"dbt", "pipeline_run"},
)
def models(context: dg.AssetExecutionContext) -> Iterator[Any]:
    """Build the selected models and test each before what reads it."""
    arguments = ["build", "--vars", karvan_dbt.variables()]
    if context.run.tags.get(FULL_REFRESH_TAG) == "true":
        arguments.append("--full-refresh")
    # The resource hands its own process's environment to dbt, and takes no other.
    os.environ.update(karvan_dbt.environment())
    begin_build()
    invocation = context.resources.dbt.cli(
        arguments, context=context, target_path=TARGET
    )
    built = []
    try:
        for event in invocation.stream():
            if isinstance(event, dg.Output):
                context.log.info(f"Built {event.output_name.replace('__', '.', 1)}")
                built.append(event)
            else:
                yield event
    finally:
        record(context.run_id, dbt_checks(TARGET))
    end_build()
    yield from _with_row_counts(context, built)


def _with_row_counts(
    context: dg.AssetExecutionContext, outputs: list[dg.Output]
) -> Iterator[dg.Output]:
    """Add the row counts of tables, which dbt keeps locked until it has ended."""
    with connect() as connection:
        counted = connection.execute(
            f"""
            select schema_name, table_name, estimated_size
            from duckdb_tables()
            where database_name in ('warehouse', '{CANDIDATE}')
            """
        ).fetchall()
    rows = {(schema, table): size for schema, table, size in counted}
    for output in outputs:
        key = context.asset_key_for_output(output.output_name)
        if (count := rows.get(tuple(key.path[-2:]))) is not None:
            yield output.with_metadata({**output.metadata, "dagster/row_count": count})
        else:
            yield output


@dg.definitions
def defs() -> dg.Definitions:
    """Return the models and the dbt that builds them."""
    return dg.Definitions(
        assets=[models],
        resources={
            "dbt": DbtCliResource(
                project_dir=str(karvan_dbt.PROJECT_PATH),
                profiles_dir=str(karvan_dbt.PROJECT_PATH),
                dbt_executable=str(karvan_dbt.EXECUTABLE),
            )
        },
    )
