"""Jobs and their schedule: all in one process, for a step process costs seconds."""

import dagster as dg

from orchestration.defs.publication import REFRESH
from warehouse.settings import settings

ONE_PROCESS = dg.in_process_executor

refresh = dg.define_asset_job(
    REFRESH,
    description="Load what is new, build, check and publish everything.",
    selection=dg.AssetSelection.all(),
    executor_def=ONE_PROCESS,
)

publish = dg.define_asset_job(
    "publish",
    description="Publish the marts as they were last built, if all checks passed.",
    selection=dg.AssetSelection.assets(["published", "marts"]).without_checks(),
    executor_def=ONE_PROCESS,
)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the jobs, the daily schedule in the shop's time zone, and the executor."""
    hour, minute = settings().refresh_at.split(":")
    daily = dg.ScheduleDefinition(
        name="daily_refresh",
        job=refresh,
        cron_schedule=f"{int(minute)} {int(hour)} * * *",
        execution_timezone=settings().shop.timezone,
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    return dg.Definitions(
        jobs=[refresh, publish], schedules=[daily], executor=ONE_PROCESS
    )
