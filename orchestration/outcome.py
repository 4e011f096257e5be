"""How a Dagster run went, by its events: published, failed where and why, or cut."""

from dataclasses import dataclass

import dagster as dg

from warehouse.status import Outcome

PUBLISHED = dg.AssetKey(["published", "marts"])


@dataclass(frozen=True)
class RunOutcome:
    """The end of a run."""

    outcome: Outcome
    failed_at: str | None = None
    """``schema.table`` that the failure belongs to, or the step."""
    error: str | None = None


def outcome_of(instance: dg.DagsterInstance, run_id: str) -> RunOutcome:
    """Return the outcome of a run whose steps have ended."""
    events = [
        entry.dagster_event
        for entry in instance.all_logs(run_id)
        if entry.dagster_event is not None
    ]
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
            return RunOutcome(
                "failed",
                failed_at=_place(event),
                error=_reason(event),
            )
    if any(
        event.is_step_materialization and event.asset_key == PUBLISHED
        for event in events
    ):
        return RunOutcome("published")
    started = sum(event.is_step_start for event in events)
    ended = sum(event.is_step_success or event.is_step_skipped for event in events)
    return RunOutcome("interrupted" if started > ended else "finished")


def _place(event: dg.DagsterEvent) -> str:
    told = event.step_failure_data.user_failure_data
    if told is not None and "asset" in told.metadata:
        return str(told.metadata["asset"].value)
    return (event.step_key or "").replace("__", ".", 1)


def _reason(event: dg.DagsterEvent) -> str:
    data = event.step_failure_data
    if data.user_failure_data is not None and data.user_failure_data.description:
        return data.user_failure_data.description
    error = data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error is not None else "unknown"
