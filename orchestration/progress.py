"""How far a run is, heard from what Dagster and its steps say."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, current_thread, main_thread

import dagster as dg


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    doing: str


def listen(
    instance: dg.DagsterInstance,
    run_id: str,
    total: int,
    on_progress: Callable[[Progress], None],
    stopped: Event,
) -> None:
    """Tell how far a run is, at each event of it.

    Args:
        instance: Where the run's events are kept.
        run_id: The run.
        total: How many assets it makes.
        on_progress: Called in the thread that does the work.
        stopped: Once it is set, the work goes no step further.
    """
    done: set[str] = set()
    doing = "Starting"

    def hear(entry: dg.EventLogEntry) -> None:
        nonlocal doing
        if stopped.is_set():
            if current_thread() is not main_thread():
                Event().wait()  # for ever: the work goes no step further
            return
        event = entry.dagster_event
        if event is None and int(entry.level) > logging.INFO:
            return
        if event is None:
            doing = entry.user_message.splitlines()[0][:60]
            if doing.startswith("Built "):
                done.add(doing)
        elif event.is_step_start:
            doing = (event.step_key or "").replace("__", ".", 1)
        elif event.is_step_materialization and event.asset_key is not None:
            key = event.asset_key.to_user_string()
            if key.startswith(("raw_", "identities/", "published/")):
                done.add(key)
        on_progress(Progress(min(len(done), total), total, doing))

    instance.add_event_listener(run_id, hear)
