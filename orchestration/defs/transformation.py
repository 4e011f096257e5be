"""dbt models and their tests, as assets and asset checks."""

from collections.abc import Iterator, Sequence

import dagster as dg
from dagster_dbt import DbtProject, dbt_assets

from orchestration import dbt, dbt_state
from orchestration.backfills import BACKFILL
from orchestration.checks import check_result, record
from orchestration.dbt_results import BUILDS, dbt_checks
from orchestration.defs.resources import PipelineRun
from orchestration.live import LIVE, REFRESH, TESTED_WHOLE
from orchestration.outcome import heed_stop
from orchestration.translators import ModelTables
from warehouse.engine import CANDIDATE, connect
from warehouse.operations import Check
from warehouse.publishing import EVERYTHING, begin_build, end_build


@dbt_assets(
    manifest=dbt.manifest_path(),
    project=DbtProject(project_dir=dbt.PROJECT_PATH, target_path=dbt.target_path()),
    dagster_dbt_translator=ModelTables(),
)
def models(
    context: dg.AssetExecutionContext, pipeline_run: PipelineRun
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Build the selected models and test each before what reads it."""
    heed_stop(context.instance, context.run.run_id)
    selected = [key.path[-1] for key in context.selected_asset_keys]
    building = EVERYTHING if is_whole(context.run) else selected
    begin_build(building)
    dbt.build(
        sorted(selected) if context.is_subset else [],
        tests=sorted(key.name for key in context.selected_asset_check_keys),
        exclude=[TESTED_WHOLE] if context.run.job_name == LIVE else [],
        full_refresh=pipeline_run.backfill is not None,
        on_built=lambda table: context.log.info(f"Built {table}"),
    )
    dbt_state.set_aside()
    checks = dbt_checks(dbt.target_path())
    record(context.run.run_id, checks)
    yield from _events(context, checks)
    for check in checks:
        if check.is_blocking and not check.is_passed:
            where = {"asset": check.asset}
            raise dg.Failure(check.message, where, allow_retries=False)
    pipeline_run.built.update(selected)
    if building is not EVERYTHING or pipeline_run.built >= _names():
        end_build(building)


def is_whole(run: dg.DagsterRun) -> bool:
    """Return whether a run builds all models, in however many steps."""
    return run.job_name in (REFRESH, BACKFILL) and not run.asset_selection


def _names() -> set[str]:
    return {key.path[-1] for key in models.keys}


def _events(
    context: dg.AssetExecutionContext, checks: Sequence[Check]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    rows = _row_counts()
    for check in checks:
        key = dg.AssetKey(check.asset.split("."))
        if check.name == BUILDS:
            if check.is_passed and key in context.selected_asset_keys:
                count = rows.get(check.asset)
                metadata = {} if count is None else {"dagster/row_count": count}
                yield dg.MaterializeResult(asset_key=key, metadata=metadata)
        elif dg.AssetCheckKey(key, check.name) in context.selected_asset_check_keys:
            yield check_result(key, check.name, [check])


def _row_counts() -> dict[str, int]:
    with connect() as connection:
        rows = connection.execute(
            f"""
            select schema_name || '.' || table_name, estimated_size
            from duckdb_tables()
            where database_name in ('warehouse', '{CANDIDATE}')
            """
        ).fetchall()
    return dict(rows)
