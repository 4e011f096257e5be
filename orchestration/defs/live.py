"""Live: a sensor on closed landing files, and the job that takes them in."""

from datetime import UTC, datetime, timedelta

import dagster as dg
from dagster_dbt import build_dbt_asset_selection

from ingestion.entities import ENTITIES
from ingestion.sources import configured_entities
from orchestration.defs.jobs import ONE_PROCESS, refresh
from orchestration.defs.transformation import models
from orchestration.live import (
    AGAIN_S,
    LIVE,
    REFRESH,
    TESTED_WHOLE,
    Attempt,
    waiting_files,
)
from warehouse.lock import holder
from warehouse.publishing import versions
from warehouse.settings import settings

LOOK_S = 4
"""At least, between two looks. Dagster's daemon goes round each 5 s; with as many here
it would leave out every other round."""

TAG = "live"
"""Models that are rebuilt with each load of events."""

QUIET = {"loggers": {"console": {"config": {"log_level": "WARNING"}}}}
"""`karvan up` shows what these runs, of which there may be three a minute, warn of; the
Dagster UI shows all that they say."""

UNDER_WAY = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]

EVENTS = ENTITIES["events"]

_RAW = dg.AssetSelection.assets([EVENTS.schema, EVENTS.name])
_TAGGED = dg.AssetSelection.tag(TAG, "")
# What lies between is built too: without it Dagster sees no order between the load and
# the models, and runs them first.
_LIVE = _RAW | (_RAW.downstream() & _TAGGED.upstream())

# Else Dagster warns, in each run, of each blocking check that gave no result.
_WHOLE = build_dbt_asset_selection([models], dbt_select=TESTED_WHOLE)

ingest_events = dg.define_asset_job(
    LIVE,
    description="Load the events that have landed, build the models tagged `live`, "
    "check and publish. The rest follows with `refresh`.",
    selection=(_LIVE | dg.AssetSelection.assets(["published", "marts"])) - _WHOLE,
    executor_def=ONE_PROCESS,
)


@dg.sensor(
    jobs=[ingest_events, refresh],
    minimum_interval_seconds=LOOK_S,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a live run when landing files wait that are not loaded.",
)
def landed_events(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run at a time; for a whole one before the first version."""
    settings.cache_clear()  # the file may have changed since this process began
    # A killed run stays under way for Dagster; it holds no lock, and gets old.
    since = datetime.now(UTC) - timedelta(seconds=AGAIN_S)
    begun = dg.RunsFilter(statuses=UNDER_WAY, created_after=since)
    if holder() is not None or context.instance.get_runs(begun, limit=1):
        return _nothing("A run goes on.", context)
    newest = next(iter(versions()), None)
    if newest is not None and not newest.is_current:
        return _nothing("A version was rolled back; `karvan run` goes on.", context)
    files = waiting_files()
    if not files:
        return _nothing("All closed landing files are loaded.", context)
    attempt = Attempt(files, context.cursor)
    if not attempt.is_due:
        return _nothing(
            f"{len(files):,} files wait that the last run did not load; it says why.",
            context,
        )
    job = LIVE if newest is not None else REFRESH
    request = dg.RunRequest(job_name=job, run_config=QUIET)
    return dg.SensorResult(run_requests=[request], cursor=attempt.cursor)


def _nothing(why: str, context: dg.SensorEvaluationContext) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=dg.SkipReason(why), cursor=context.cursor)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the job and its sensor, for a shop that has events."""
    if EVENTS.name not in configured_entities():
        return dg.Definitions()
    return dg.Definitions(jobs=[ingest_events], sensors=[landed_events])
