"""``published/status.json``: how the last run went, readable without the warehouse.

A run writes it when it starts and when it ends, well or not. Pages and `karvan status`
read it, so that a failure is seen although what is published is old.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import duckdb
from pydantic import AfterValidator, BaseModel, ValidationError

from warehouse.lock import holder
from warehouse.operations import Check, latest_checks
from warehouse.settings import settings

M = TypeVar("M", bound=BaseModel)
Outcome = Literal[
    "running", "published", "unchanged", "finished", "failed", "interrupted"
]
"""A run that builds a part and publishes nothing is finished."""

COUNTS = ("received", "accepted", "duplicate", "quarantined", "suppressed")
"""Of rows of the ledger, for tables of it: the first is the sum of the others."""


class Run(BaseModel):
    """One run of the pipeline."""

    run_id: str
    started_at: datetime
    is_live: bool = False
    """Whether it takes in events and builds what is made of them, and no more."""
    finished_at: datetime | None = None
    outcome: Outcome = "running"
    failed_at: str | None = None
    """Asset that the failure belongs to."""
    error: str | None = None
    """What went wrong, in words for a person."""
    error_class: str | None = None
    """Of an error whose words are not ours: they may quote data."""


def _utc(time: datetime) -> datetime:
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


Utc = Annotated[datetime, AfterValidator(_utc)]
"""A time that DuckDB holds without a zone, in UTC."""


class LedgerRow(BaseModel):
    """What one source brought for one entity, over the current version of its files."""

    source_name: str
    entity: str
    received: int
    accepted: int
    duplicate: int
    quarantined: int
    suppressed: int
    files: int
    last_loaded_at: Utc


class QuarantineRow(BaseModel):
    """Open refusals of one rule, without their payloads."""

    source_name: str
    entity: str
    code: str
    rule: str
    rows: int
    first_seen_at: Utc
    last_seen_at: Utc


class Status(BaseModel):
    """The state of a shop after its last run."""

    run: Run
    failing_since: datetime | None = None
    """Start of the first run of the unbroken row of failures."""
    failed_run: Run | None = None
    """The last whole run, where it failed: live runs that go well do not end that."""
    checks: list[Check] = []
    ledger: list[LedgerRow] = []
    quarantine: list[QuarantineRow] = []


def read_status() -> Status | None:
    """Return the last status; None before the first run.

    A run that says it is running while nobody holds the run lock was killed; it is
    returned as ``interrupted``.
    """
    status = _written()
    if status is None or status.run.outcome != "running" or holder() is not None:
        return status
    # Again, for the run may have ended between the two looks.
    status = _written()
    if status is not None and status.run.outcome == "running":
        return _interrupted(status)
    return status


def close_killed_run() -> Status | None:
    """Write down that the last run was killed, if it was; return the status.

    Who calls this holds the run lock: whatever still says that it runs was killed.
    """
    status = _written()
    if status is not None and status.run.outcome == "running":
        status = _interrupted(status)
        write_status(status)
    return status


def start_run(run_id: str, *, is_live: bool = False) -> None:
    """Say that a run has begun; checks and ledger of the last one stay in view."""
    run = Run(run_id=run_id, started_at=datetime.now(UTC), is_live=is_live)
    last = close_killed_run()
    status = Status(run=run) if last is None else last.model_copy(update={"run": run})
    write_status(status)


def finish_run(
    connection: duckdb.DuckDBPyConnection | None,
    outcome: Outcome,
    *,
    failed_at: str | None = None,
    error: str | None = None,
    error_class: str | None = None,
) -> Status:
    """Say how the run of `start_run` ended, with what the warehouse knows now.

    Args:
        connection: The warehouse; without it, checks and ledger of the last run stay
            in view.
        outcome: How it ended.
        failed_at: Asset that a failure belongs to.
        error: What went wrong, in words for a person.
        error_class: Class of an error whose words are not ours.
    """
    last = read_status()
    if last is None:
        message = "no run has started: call start_run first"
        raise RuntimeError(message)
    run = last.run.model_copy(
        update={
            "finished_at": datetime.now(UTC),
            "outcome": outcome,
            "failed_at": failed_at,
            "error": error,
            "error_class": error_class,
        }
    )
    status = last.model_copy(update={"run": run})
    if outcome in {"failed", "interrupted"}:
        status = _failing(status)
    elif run.is_live and last.failed_run is not None:
        status.run = last.failed_run
    elif outcome in {"published", "unchanged"}:
        status.failing_since = status.failed_run = None
    if connection is not None:
        status.checks = latest_checks(connection)
        status.ledger = _ledger(connection)
        status.quarantine = _quarantine(connection)
    write_status(status)
    return status


def write_status(status: Status) -> None:
    """Replace ``status.json`` at once: a reader sees the old or the new, whole."""
    write_whole(_path(), status.model_dump_json(indent=1))


def write_whole(path: Path, text: str) -> None:
    """Replace a file at once, and durably."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}.tmp")
    with unfinished.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read_whole(path: Path, model: type[M]) -> M | None:
    """Return what a file says; None where there is none, or it says no such thing.

    It may be broken or of older code: who reads it begins anew then.
    """
    try:
        return model.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _interrupted(status: Status) -> Status:
    run = status.run.model_copy(update={"outcome": "interrupted"})
    return _failing(status.model_copy(update={"run": run}))


def _failing(status: Status) -> Status:
    run = status.run
    since = status.failing_since or run.started_at
    failed_run = status.failed_run if run.is_live else run
    return status.model_copy(update={"failing_since": since, "failed_run": failed_run})


def _written() -> Status | None:
    path = _path()
    return Status.model_validate_json(path.read_text()) if path.exists() else None


def _path() -> Path:
    return settings().published_path / "status.json"


def _ledger(connection: duckdb.DuckDBPyConnection) -> list[LedgerRow]:
    cursor = connection.execute(
        """
        select
            source_name,
            entity,
            sum(received) as received,
            sum(accepted) as accepted,
            sum(duplicate) as duplicate,
            sum(quarantined) as quarantined,
            sum(suppressed) as suppressed,
            count(distinct file) as files,
            max(loaded_at) as last_loaded_at
        from warehouse.ops.ledger
        where is_current
        group by source_name, entity
        order by source_name, entity
        """
    )
    return [LedgerRow.model_validate(row) for row in _dicts(cursor)]


def _quarantine(connection: duckdb.DuckDBPyConnection) -> list[QuarantineRow]:
    cursor = connection.execute(
        """
        select
            source_name,
            entity,
            code,
            rule,
            count(*) as rows,
            min(first_seen_at) as first_seen_at,
            max(last_seen_at) as last_seen_at
        from warehouse.ops.quarantine
        where status = 'open'
        group by source_name, entity, code, rule
        order by rows desc, source_name, entity, code, rule
        """
    )
    return [QuarantineRow.model_validate(row) for row in _dicts(cursor)]


def _dicts(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
