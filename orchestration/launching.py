"""Start Dagster's runs from a process that has imported the libraries already.

Dagster's own launcher starts an interpreter for each run, which imports Dagster, dbt,
Great Expectations and dlt: 6 of a live run's 11 s of CPU. Here one process imports them
when the first run starts, and is forked for each (multiprocessing's fork server: it has
no connections, and no threads but those of libraries that expect a fork). Our own code,
the settings and dbt's project are read anew by each run, as before.
"""

import multiprocessing
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Self, cast

import dagster as dg
import psutil
from dagster._core.execution.api import execute_run_iterator
from dagster._core.instance.ref import InstanceRef
from dagster._core.launcher import LaunchRunContext, RunLauncher
from dagster._core.origin import JobPythonOrigin
from dagster._serdes import ConfigurableClass, ConfigurableClassData
from dagster._utils import send_interrupt
from dagster._utils.hosted_user_process import recon_job_from_origin
from dagster._utils.interrupts import capture_interrupts

from orchestration.outcome import is_stopping

LIBRARIES = (
    "dagster",
    "dagster_dbt",
    "dbt.adapters.duckdb.connections",
    "dbt.cli.main",
    "dlt",
    "great_expectations",
    "orchestration.launching",
)
LOOK_S = 2
"""Between two looks whether a person has stopped the run."""


class ForkingLauncher(RunLauncher, ConfigurableClass):
    """Fork a warm process for each run; named in ``dagster.yaml``."""

    def __init__(self, inst_data: ConfigurableClassData | None = None) -> None:
        """Take what Dagster writes of a configured class."""
        self._inst_data = inst_data
        self._begun: list[BaseProcess] = []
        super().__init__()

    @property
    def inst_data(self) -> ConfigurableClassData | None:
        """Return what this was made from."""
        return self._inst_data

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Return that there is nothing to configure."""
        return {}

    @classmethod
    def from_config_value(
        cls, inst_data: ConfigurableClassData, config_value: Mapping[str, Any]
    ) -> Self:
        """Return the launcher."""
        return cls(inst_data)

    def launch_run(self, context: LaunchRunContext) -> None:
        """Start the run's process, and a watch that tells if it dies."""
        warm = multiprocessing.get_context("forkserver")
        warm.set_forkserver_preload(list(LIBRARIES))
        run_id, instance = context.dagster_run.run_id, self._instance
        process = warm.Process(target=work, args=(run_id, instance.get_ref()))
        process.start()
        self._begun = [one for one in self._begun if one.is_alive()] + [process]
        watch = Thread(target=_watch, args=(process, run_id, instance), daemon=True)
        watch.start()

    def terminate(self, run_id: str) -> bool:
        """Ask a run to stop; its process looks for that. Return whether it goes on."""
        run = self._instance.get_run_by_id(run_id)
        if run is None or run.is_finished:
            return False
        self._instance.report_run_canceling(run)
        return True

    def dispose(self) -> None:
        """Stop the runs that go on, for who launched them ends: `karvan up`."""
        for process in self._begun:
            process.terminate()


def work(run_id: str, ref: InstanceRef) -> None:
    """Do a run in this process; how it goes is in Dagster's event log."""
    with capture_interrupts(), dg.DagsterInstance.from_ref(ref) as instance:
        run = instance.get_run_by_id(run_id)
        if run is None:
            message = f"run {run_id} is no more"
            raise RuntimeError(message)
        if is_stopping(instance, run_id):
            if not run.is_finished:
                instance.report_run_canceled(run, "Stopped before it began.")
            return
        Thread(target=_heed, args=(instance, run_id), daemon=True).start()
        instance.report_engine_event(f"Started process {os.getpid()}.", run)
        job = recon_job_from_origin(cast("JobPythonOrigin", run.job_code_origin))
        # What goes wrong is in the event log before it is raised.
        with suppress(Exception, dg.DagsterExecutionInterruptedError):
            for _ in execute_run_iterator(job, run, instance):
                pass


def _heed(instance: dg.DagsterInstance, run_id: str) -> None:
    while not is_stopping(instance, run_id):
        time.sleep(LOOK_S)
    send_interrupt()


def _watch(process: BaseProcess, run_id: str, instance: dg.DagsterInstance) -> None:
    process.join()
    # If the fork server dies, its runs seem to end, and go on.
    while _goes_on(process.pid):
        time.sleep(LOOK_S)
    run = instance.get_run_by_id(run_id)
    if run is not None and not run.is_finished:
        how = f"The run's process ended before it, with exit code {process.exitcode}."
        instance.report_run_failed(run, how)


def _goes_on(pid: int | None) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
