"""Alerts: held against what was published, and a sensor that asks for it between runs.

They take no run lock: they read what is published, and write files of their own.
"""

import time
from datetime import UTC, datetime, timedelta

import dagster as dg

from orchestration.alerts import is_due, look, read_book, stamp
from orchestration.defs.jobs import ONE_PROCESS
from orchestration.defs.live import QUIET, UNDER_WAY
from orchestration.live import AGAIN_S
from warehouse.settings import settings

OUTLOOK = "outlook"
"""Prefix of what is made of published numbers, and the job that makes it."""

ALERTS = dg.AssetKey([OUTLOOK, "alerts"])
LOOK_S = 30
OF_GOALS = ("goals", "settings")
"""What goals are computed anew for between whole runs, as `stamp` names it: fitting
takes seconds, and the many versions of live runs add no complete day."""


@dg.asset(
    key=ALERTS,
    deps=[dg.AssetKey(["published", "marts"]), dg.AssetKey([OUTLOOK, "goals"])],
    description="The alerts of the workspace, held against what is published; who is "
    "to be told is told. One row per alert in `home/alerts.json`.",
    group_name=OUTLOOK,
    kinds={"python"},
    owners=["team:data_engineering"],
)
def alerts(context: dg.AssetExecutionContext) -> dg.MaterializeResult:
    """Look at all alerts; a whole run that published has not failed because of them."""
    try:
        found = look()
    except OSError:  # all that `look` raises; another error is a bug
        if context.run.job_name == OUTLOOK:
            raise
        context.log.exception("The alerts could not be looked at; what is published is")
        return dg.MaterializeResult(metadata={"is_looked_at": False})
    for name, event in found.told:
        context.log.info(f"{name}: {event}")
    for fault in found.faults:
        context.log.warning(str(fault))
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(read_book().states),
            "told": len(found.told),
            "messages_sent": found.sent,
            "messages_waiting": found.left,
        }
    )


outlook = dg.define_asset_job(
    OUTLOOK,
    description="Compute what is made of published numbers: how goals stand, and which "
    "alerts fire. It builds and publishes nothing.",
    selection=dg.AssetSelection.key_prefixes(OUTLOOK),
    executor_def=ONE_PROCESS,
)


@dg.sensor(
    job=outlook,
    minimum_interval_seconds=LOOK_S,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for a look at the alerts when a version was published, a file or "
    "a decision has changed, a reminder is due, or a message waits.",
)
def alerts_due(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """Ask for one look at a time, and for the same reason only each `AGAIN_S`."""
    settings.cache_clear()  # the file may have changed since this process began
    since = datetime.now(UTC) - timedelta(seconds=AGAIN_S)
    begun = dg.RunsFilter(job_name=OUTLOOK, statuses=UNDER_WAY, created_after=since)
    if context.instance.get_runs(begun, limit=1):
        return _nothing("A look goes on.", context)
    now, seen = stamp(), read_book().seen
    changed = sorted(
        word.split(":")[0] for word in set(now.split()) - set(seen.split())
    )
    why = f"changed: {', '.join(changed)}" if changed else is_due()
    if why is None:
        return _nothing("Nothing has changed, and nothing is to be told.", context)
    asked, _, at = (context.cursor or "").rpartition(" ")
    if asked == f"{now} {why}" and time.time() - float(at) < AGAIN_S:
        return _nothing(f"{why}; asked for less than {AGAIN_S} s ago.", context)
    needs_goals = not seen or any(what in OF_GOALS for what in changed)
    request = dg.RunRequest(
        run_config=QUIET,
        asset_selection=None if needs_goals else [ALERTS],
        tags={"why": why},
    )
    return dg.SensorResult(
        run_requests=[request], cursor=f"{now} {why} {time.time():.0f}"
    )


def _nothing(why: str, context: dg.SensorEvaluationContext) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=dg.SkipReason(why), cursor=context.cursor)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the asset, its job and the sensor."""
    return dg.Definitions(assets=[alerts], jobs=[outlook], sensors=[alerts_due])
