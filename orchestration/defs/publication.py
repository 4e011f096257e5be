"""The version of the marts that readers see, made after every check has passed."""

import dagster as dg

from ingestion.entities import ENTITIES
from ingestion.sources import configured_entities
from orchestration import dbt_state
from orchestration.defs.resources import PipelineRun
from orchestration.defs.transformation import is_whole, models
from orchestration.freshness import DAILY
from orchestration.identities import TABLE as FOUND
from orchestration.live import LIVE
from orchestration.model_docs import are_due, write_docs
from orchestration.news import note_built
from orchestration.outcome import heed_stop
from warehouse.engine import connect
from warehouse.operations import forget_other_checks
from warehouse.publishing import leave_snapshot, publish

MARTS = sorted(key for key in models.keys if key.path[0] == "marts")


@dg.asset(
    key=["published", "marts"],
    deps=MARTS,
    description="The marts and the operations tables that readers see: a file of its "
    "own for each version. One row per published version in `ops.versions`.",
    group_name="published",
    kinds={"duckdb"},
    owners=["team:data_engineering"],
    freshness_policy=DAILY,
)
def published_marts(
    context: dg.AssetExecutionContext, pipeline_run: PipelineRun
) -> dg.MaterializeResult:
    """Publish the candidate, and leave analysts a snapshot of the warehouse."""
    heed_stop(context.instance, context.run.run_id)
    context.log.info("Publishing")
    with connect() as connection:
        forget_other_checks(connection, _tables())
    is_live = context.run.job_name == LIVE
    version = publish(context.run.run_id, is_live=is_live)
    if is_whole(context.run):
        dbt_state.keep()
        # After a part alone, the next run still has the rest to do.
        note_built(pipeline_run.built_from)
    if not is_live:
        leave_snapshot()
    if is_whole(context.run) and are_due(pipeline_run.built_from):
        context.log.info("Writing the docs of the models")
        write_docs(pipeline_run.built_from)
    return dg.MaterializeResult(
        metadata={
            "version": version.version,
            "size_bytes": version.size_bytes,
            "dagster/uri": str(version.path),
        }
    )


def _tables() -> list[str]:
    """Return the tables that checks may belong to."""
    raw = [ENTITIES[name].table for name in configured_entities()]
    return [*raw, FOUND, *(".".join(key.path) for key in models.keys)]
