"""Runs that Dagster launches are forked from a process that has imported all."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import dagster as dg
import psutil
import pytest
from dagster._core.definitions.reconstruct import ReconstructableJob
from dagster._core.launcher import LaunchRunContext

from orchestration.launching import LOOK_S, ForkingLauncher
from orchestration.outcome import is_stopping
from orchestration.running import prepare_dagster

PATIENCE_S = 120


@dg.op
def looks_around(context: dg.OpExecutionContext) -> None:
    known = ",".join(sorted({"dbt", "dlt", "great_expectations"} & sys.modules.keys()))
    context.log.info(f"found {os.getpid()} {os.getppid()} {known}")


@dg.op
def goes_on(context: dg.OpExecutionContext) -> None:
    context.log.info(f"found {os.getpid()}")
    time.sleep(PATIENCE_S)


@dg.job(executor_def=dg.in_process_executor)
def looking() -> None:
    looks_around()


@dg.job(executor_def=dg.in_process_executor)
def lasting() -> None:
    goes_on()


@pytest.fixture(autouse=True)
def main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide what tests of pages leave as the main module: a child would import it."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def instance(shop: Any) -> Iterator[dg.DagsterInstance]:
    """Give the Dagster of a shop."""
    prepare_dagster()
    with dg.DagsterInstance.get() as instance:
        yield instance


def launch(instance: dg.DagsterInstance, job: dg.JobDefinition) -> str:
    """Launch a job of this file as Dagster's daemon does; return the run's id."""
    origin = ReconstructableJob.for_file(__file__, job.name).get_python_origin()
    run = instance.create_run_for_job(job, job_code_origin=origin)
    instance.run_launcher.launch_run(LaunchRunContext(run, None))
    return run.run_id


def found(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """Return the words that the run's step found, once it has."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for entry in instance.all_logs(run_id):
            if entry.user_message.startswith("found "):
                return entry.user_message.split()[1:]
        time.sleep(0.1)
    pytest.fail("the step did not start")


def ended(instance: dg.DagsterInstance, run_id: str) -> dg.DagsterRunStatus:
    """Return how the run ended."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        run = instance.get_run_by_id(run_id)
        assert run is not None
        if run.is_finished:
            return run.status
        time.sleep(0.1)
    pytest.fail("the run did not end")


def test_runs_come_from_one_process_that_has_imported_the_libraries(
    instance: dg.DagsterInstance,
) -> None:
    assert isinstance(instance.run_launcher, ForkingLauncher)
    runs = [launch(instance, looking) for _ in range(2)]
    one, other = (found(instance, run) for run in runs)
    assert one[0] != other[0]
    assert one[1:] == other[1:] == [one[1], "dbt,dlt,great_expectations"]
    assert one[1] != str(os.getpid())
    assert [ended(instance, run) for run in runs] == [dg.DagsterRunStatus.SUCCESS] * 2


def test_a_run_that_a_person_stops_ends(instance: dg.DagsterInstance) -> None:
    run = launch(instance, lasting)
    found(instance, run)
    assert instance.run_launcher.terminate(run)
    assert ended(instance, run) is dg.DagsterRunStatus.CANCELED
    assert not instance.run_launcher.terminate(run)


def test_a_run_that_a_person_stops_while_it_begins_ends(
    instance: dg.DagsterInstance,
) -> None:
    run = launch(instance, lasting)
    assert instance.run_launcher.terminate(run)
    assert ended(instance, run) is dg.DagsterRunStatus.CANCELED


def test_a_run_that_was_killed_is_told_at_once(instance: dg.DagsterInstance) -> None:
    run = launch(instance, lasting)
    (process,) = found(instance, run)
    os.kill(int(process), signal.SIGKILL)
    assert ended(instance, run) is dg.DagsterRunStatus.FAILURE
    words = [entry.message for entry in instance.all_logs(run)]
    assert any("exit code -9" in message for message in words)


def test_a_run_outlives_the_process_that_it_was_forked_from(
    instance: dg.DagsterInstance,
) -> None:
    run = launch(instance, lasting)
    (process,) = found(instance, run)
    os.kill(psutil.Process(int(process)).ppid(), signal.SIGKILL)
    time.sleep(2 * LOOK_S)
    now = instance.get_run_by_id(run)
    assert now is not None
    assert now.status is dg.DagsterRunStatus.STARTED
    os.kill(int(process), signal.SIGKILL)
    assert ended(instance, run) is dg.DagsterRunStatus.FAILURE


def test_runs_end_with_who_launched_them(shop: Any) -> None:
    prepare_dagster()
    with dg.DagsterInstance.get() as instance:
        run = launch(instance, lasting)
        found(instance, run)
    with dg.DagsterInstance.get() as instance:
        assert ended(instance, run) is not dg.DagsterRunStatus.SUCCESS


def test_a_run_that_starts_after_a_person_stopped_it_is_stopping() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = instance.create_run_for_job(looking)
        instance.report_run_canceling(run)
        started = dg.DagsterEventType.RUN_START.value
        instance.report_dagster_event(
            dg.DagsterEvent(started, run.job_name), run.run_id
        )
        now = instance.get_run_by_id(run.run_id)
        assert now is not None
        assert now.status is dg.DagsterRunStatus.STARTED
        assert is_stopping(instance, run.run_id)
