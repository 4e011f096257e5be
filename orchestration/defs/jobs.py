"""Jobs and their schedule: all in one process, for a step process costs seconds."""

import dagster as dg

from ingestion.feeds import LoadError
from orchestration.backfills import BACKFILL
from orchestration.live import REFRESH
from orchestration.news import is_anything_new, note_unchanged
from orchestration.notifications.delivery import tell
from warehouse.lock import LockedError, run_lock
from warehouse.settings import settings
from warehouse.status import close_killed_run, read_status

ONE_PROCESS = dg.in_process_executor

refresh = dg.define_asset_job(
    REFRESH,
    description="Load what is new, build, check and publish everything.",
    selection=dg.AssetSelection.all(),
    executor_def=ONE_PROCESS,
)

backfill = dg.define_asset_job(
    BACKFILL,
    description="Read again what was loaded: one `source`, what changed on one `day` "
    "(such as 2026-11-20), or what changed in one source on one day. Name them in the "
    "Launchpad; `everything: true` is a full refresh. Then build, check and publish.",
    selection=dg.AssetSelection.all(),
    config={
        "resources": {
            "pipeline_run": {"config": {"source": "", "day": "", "everything": False}}
        }
    },
    executor_def=ONE_PROCESS,
)

publish = dg.define_asset_job(
    "publish",
    description="Publish the marts as they were last built, if all checks passed.",
    selection=dg.AssetSelection.assets(["published", "marts"]).without_checks(),
    executor_def=ONE_PROCESS,
)


def run_unless_nothing_is_new() -> dg.RunRequest | dg.SkipReason:
    """Return a run, or that there is nothing for it to do: it would touch no mart."""
    settings.cache_clear()  # the file may have changed since this process began
    try:
        with run_lock("the daily schedule"):
            close_killed_run()
            if is_anything_new():
                return dg.RunRequest()
            note_unchanged()
            tell(read_status())
    except (LockedError, LoadError):
        # The run waits for who writes now; it says what is wrong with a source.
        return dg.RunRequest()
    return dg.SkipReason("No source, setting or model has changed since the last run.")


@dg.definitions
def defs() -> dg.Definitions:
    """Return the jobs, the daily schedule in the shop's time zone, and the executor."""
    hour, minute = settings().refresh_at.split(":")

    @dg.schedule(
        name="daily_refresh",
        description="Each day at refresh_at of karvan.toml, by the shop's clock; "
        "skipped, with a reason, where nothing is new.",
        job=refresh,
        cron_schedule=f"{int(minute)} {int(hour)} * * *",
        execution_timezone=settings().shop.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    def daily_refresh() -> dg.RunRequest | dg.SkipReason:
        return run_unless_nothing_is_new()

    return dg.Definitions(
        jobs=[refresh, backfill, publish],
        schedules=[daily_refresh],
        executor=ONE_PROCESS,
    )
