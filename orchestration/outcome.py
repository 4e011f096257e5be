"""How a Dagster run went, by its events: published, failed where and why, or cut."""

from dataclasses import dataclass

import dagster as dg
from dagster._core.execution.plan.objects import ErrorSource

from warehouse.status import Outcome

STOPPING = {dg.DagsterRunStatus.CANCELING, dg.DagsterRunStatus.CANCELED}
PUBLISHED = dg.AssetKey(["published", "marts"])


@dataclass(frozen=True)
class RunOutcome:
    """The end of a run."""

    outcome: Outcome
    failed_at: str | None = None
    """``schema.table`` that the failure belongs to, or the step."""
    error: str | None = None
    error_class: str | None = None
    """Class of an error whose words are not ours."""


def outcome_of(instance: dg.DagsterInstance, run_id: str) -> RunOutcome:
    """Return the outcome of a run whose steps have ended."""
    events = [
        entry.dagster_event
        for entry in instance.all_logs(run_id)
        if entry.dagster_event is not None
    ]
    if any(
        event.is_step_materialization and event.asset_key == PUBLISHED
        for event in events
    ):
        return RunOutcome("published")
    if is_stopping(instance, run_id):
        return RunOutcome("interrupted")
    for event in events:
        if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            check = event.asset_check_evaluation_data
            if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR:
                return RunOutcome(
                    "failed",
                    failed_at=".".join(check.asset_key.path),
                    error=check.description or f"check {check.check_name} failed",
                )
    for event in events:
        if event.event_type == dg.DagsterEventType.STEP_FAILURE:
            if event.step_failure_data.error_source is ErrorSource.INTERRUPT:
                return RunOutcome("interrupted")
            error, error_class = _reason(event)
            return RunOutcome("failed", _place(event), error, error_class)
    started = sum(event.is_step_start for event in events)
    ended = sum(event.is_step_success or event.is_step_skipped for event in events)
    return RunOutcome("interrupted" if started > ended else "finished")


def is_stopping(instance: dg.DagsterInstance, run_id: str) -> bool:
    """Return whether a person has stopped a run.

    The interrupt itself comes out of DuckDB, dbt or dlt as an error of theirs. A run
    that was stopped while its process began has the status of one that started since.
    """
    run = instance.get_run_by_id(run_id)
    if run is None or run.is_finished:
        return run is not None and run.status in STOPPING
    asked = dg.DagsterEventType.RUN_CANCELING
    return bool(instance.get_records_for_run(run_id, of_type=asked, limit=1).records)


def heed_stop(instance: dg.DagsterInstance, run_id: str) -> None:
    """Go no further in a run that a person has stopped.

    Dagster interrupts a process once, and Python loses an interrupt that arrives while
    it collects garbage: the run went on and published.

    Raises:
        DagsterExecutionInterruptedError: If the run was stopped.
    """
    if is_stopping(instance, run_id):
        raise dg.DagsterExecutionInterruptedError


def _place(event: dg.DagsterEvent) -> str:
    told = event.step_failure_data.user_failure_data
    if told is not None and "asset" in told.metadata:
        return str(told.metadata["asset"].value)
    return (event.step_key or "").replace("__", ".", 1)


def _reason(event: dg.DagsterEvent) -> tuple[str, str | None]:
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return data.user_failure_data.description, None
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    if error is None:
        return "unknown", None
    return error.message.strip(), error.cls_name
