"""Live: a sensor on closed landing files, and the job that takes them in."""

import dagster as dg

from ingestion.entities import ENTITIES
from ingestion.sources import configured_entities
from orchestration.defs.jobs import ONE_PROCESS
from orchestration.live import LIVE, Attempt, waiting_files
from warehouse.published import NothingPublishedError
from warehouse.publishing import versions
from warehouse.settings import settings

LOOK_S = 10
"""Between two looks; the collector closes a file 10 s after its first event."""

TAG = "live"
"""Models that are rebuilt with each load of events."""

QUIET = {"loggers": {"console": {"config": {"log_level": "WARNING"}}}}
"""`karvan up` shows what these runs, of which there may be three a minute, warn of; the
Dagster UI shows all that they say."""

EVENTS = ENTITIES["events"]

_RAW = dg.AssetSelection.assets([EVENTS.schema, EVENTS.name])
_TAGGED = dg.AssetSelection.tag(TAG, "")
# What lies between is built too: without it Dagster sees no order between the load and
# the models, and runs them first.
_LIVE = _RAW | (_RAW.downstream() & _TAGGED.upstream())

ingest_events = dg.define_asset_job(
    LIVE,
    description="Load the events that have landed, build the models tagged `live`, "
    "check and publish. The rest follows with `refresh`.",
    selection=_LIVE | dg.AssetSelection.assets(["published", "marts"]),
    executor_def=ONE_PROCESS,
)


@dg.sensor(
    job=ingest_events,
    minimum_interval_seconds=LOOK_S,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a live run when landing files wait that are not loaded.",
)
def landed_events(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one run at a time."""
    settings.cache_clear()  # the file may have changed since this process began
    under_way = context.instance.get_runs(
        dg.RunsFilter(
            job_name=LIVE,
            statuses=[
                dg.DagsterRunStatus.QUEUED,
                dg.DagsterRunStatus.NOT_STARTED,
                dg.DagsterRunStatus.STARTING,
                dg.DagsterRunStatus.STARTED,
            ],
        ),
        limit=1,
    )
    if under_way:
        return _nothing("The last live run goes on.", context)
    newest = next(iter(versions()), None)
    if newest is not None and not newest.is_current:
        return _nothing("A version was rolled back; `karvan run` goes on.", context)
    try:
        files = waiting_files()
    except NothingPublishedError:
        return _nothing("Nothing is published yet: run `refresh` once.", context)
    if not files:
        return _nothing("All closed landing files are loaded.", context)
    attempt = Attempt(files, context.cursor)
    if not attempt.is_due:
        return _nothing(
            f"{len(files):,} files wait that the last run did not load; it says why.",
            context,
        )
    request = dg.RunRequest(run_config=QUIET)
    return dg.SensorResult(run_requests=[request], cursor=attempt.cursor)


def _nothing(why: str, context: dg.SensorEvaluationContext) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=dg.SkipReason(why), cursor=context.cursor)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the job and its sensor, for a shop that has events."""
    if EVENTS.name not in configured_entities():
        return dg.Definitions()
    return dg.Definitions(jobs=[ingest_events], sensors=[landed_events])
