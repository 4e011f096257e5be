"""Run the pipeline headless, in this process, as the Dagster job `refresh`."""

import json
import os
import re
import uuid
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path
from threading import Event
from typing import Any

import dagster as dg
from dagster._core.definitions.assets.graph.base_asset_graph import BaseAssetGraph

from ingestion.backfill import Backfill
from ingestion.sources import configured_entities
from orchestration.backfills import BACKFILL
from orchestration.dbt import manifest_path
from orchestration.interruption import StoppedError, apart
from orchestration.live import REFRESH
from orchestration.notifications.delivery import tell
from orchestration.progress import Progress, listen
from warehouse.settings import settings
from warehouse.status import Status, finish_run, read_status, start_run

DAGSTER_YAML = """\
# Written by Karvan. No limit of runs: the run lock holds them one at a time, and here
# the queue would wait for ever for a run that was killed. It is looked at each second.
telemetry:
  enabled: false
nux:
  enabled: false
event_log_storage:
  module: orchestration.event_log
  class: EventLog
  config:
    base_dir: {events}
run_launcher:
  module: orchestration.launching
  class: ForkingLauncher
run_coordinator:
  module: dagster.core.run_coordinator
  class: QueuedRunCoordinator
  config:
    dequeue_interval_seconds: 1
"""

_NAME = re.compile(r'(?<![\w"/:.*])\w+(?:/\w+)+(?![\w"/:.*])')


class RunFailedError(Exception):
    """A run failed; the message says where and why."""


def prepare_dagster() -> Path:
    """Return Dagster's home of this shop, made where it is missing, and point at it."""
    home = settings().dagster_path
    home.mkdir(parents=True, exist_ok=True)
    configuration = home / "dagster.yaml"
    words = DAGSTER_YAML.format(events=json.dumps(str(home / "history" / "runs")))
    if not configuration.exists() or configuration.read_text() != words:
        configuration.write_text(words)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    return home


def run_pipeline(
    on_progress: Callable[[Progress], None],
    *,
    select: str | None = None,
    backfill: Backfill | None = None,
) -> Status:
    """Load, build, check and publish; return the status that the run left.

    Args:
        on_progress: Called at each step of the run.
        select: Dagster asset selection, such as ``marts/fct_orders+``; what it names,
            and what is only made with it, is run, checked and published. Everything by
            default.
        backfill: What is read again although it was loaded; incremental models are
            then rebuilt.

    Raises:
        RunFailedError: If the run failed; the last published version stays.
        StoppedError: If a signal came; the caller has to leave the process, in which
            the work stands still.
    """
    prepare_dagster()
    # What is wrong in the settings, the plan or the models is said in its own words
    # here, before Dagster wraps it in those of its component tree.
    if not configured_entities():
        message = "no source fills anything; add a [[sources]] entry to the settings"
        raise RunFailedError(message)
    _ = settings().tracking_plan
    manifest_path()
    # Loading the definitions takes seconds; the command line starts without it.
    from orchestration.definitions import defs

    definitions = defs()
    job = definitions.resolve_job_def(REFRESH if backfill is None else BACKFILL)
    graph = definitions.resolve_asset_graph()
    wanted = chosen(select, graph)
    run_id = str(uuid.uuid4())
    stopped = Event()
    with dg.DagsterInstance.get() as instance:
        listen(instance, run_id, len(wanted), on_progress, stopped)
        try:
            result = apart(
                lambda: job.execute_in_process(
                    instance=instance,
                    run_id=run_id,
                    asset_selection=None if select is None else sorted(wanted),
                    run_config=_run_config(backfill),
                    raise_on_error=False,
                )
            )
        except StoppedError:
            stopped.set()
            _note_stopped(instance, run_id)
            raise
    status = read_status()
    if not result.success or status is None or status.run.run_id != run_id:
        raise RunFailedError(_words(status, run_id))
    return status


def note_not_started(error: str) -> None:
    """Write, and tell, that a run failed before Dagster had begun it."""
    start_run(str(uuid.uuid4()))
    tell(finish_run(None, "failed", error=error))


def _note_stopped(instance: dg.DagsterInstance, run_id: str) -> None:
    """Write that the run at work in this process is being ended.

    The next run tells it, as it does of a killed one.
    """
    status = read_status()
    if status is not None and status.run.run_id == run_id:
        finish_run(None, "interrupted")
    run = instance.get_run_by_id(run_id)
    if run is not None and not run.is_finished:
        instance.report_run_canceled(run, "Stopped by a signal.")


def _run_config(backfill: Backfill | None) -> dict[str, Any]:
    config: dict[str, Any] = {
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}}
    }
    if backfill is not None:
        wish = {
            "everything": backfill == Backfill(),
            "source": backfill.source or "",
            "day": backfill.day.isoformat() if backfill.day else "",
        }
        config["resources"] = {"pipeline_run": {"config": wish}}
    return config


def chosen(select: str | None, graph: BaseAssetGraph[Any]) -> AbstractSet[dg.AssetKey]:
    """Return the assets that a selection names, and those that publish them.

    What is only made together is chosen together.

    Args:
        select: Dagster asset selection; a name such as ``marts/fct_orders+`` means what
            it does in dbt, so ``+`` is all that is made of it. Everything if None.
        graph: All assets that there are.

    Raises:
        RunFailedError: If it cannot be read, or names no asset.
    """
    executable = graph.executable_asset_keys
    if select is None:
        return executable
    # Dagster reads a name with a slash only in quotes; else ``+`` would be one step.
    quoted = _NAME.sub(r'key:"\g<0>"', select)
    try:
        wanted = dg.AssetSelection.from_string(quoted).required_multi_asset_neighbors()
        found = wanted.resolve(graph) & executable
    except dg.DagsterError as error:
        message = f"--select {select!r}: {error}"
        raise RunFailedError(message) from error
    if not found:
        message = f"--select {select!r} names no asset; name one as marts/fct_orders"
        raise RunFailedError(message)
    return found | dg.AssetSelection.assets(["published", "marts"]).resolve(graph)


def _words(status: Status | None, run_id: str) -> str:
    if status is None or status.run.run_id != run_id:
        return "the run did not start; `karvan doctor` may say why"
    run = status.run
    place = f"{run.failed_at}: " if run.failed_at else ""
    return f"{place}{run.error or run.outcome}"
