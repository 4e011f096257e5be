"""The status of the last run, as pages show it."""

from datetime import UTC, datetime

from warehouse.status import Status, read_status


def last_status() -> Status | None:
    """Return the last status with every time aware of its zone, UTC; None before a run.

    DuckDB's timestamps come without a zone.
    """
    status = read_status()
    if status is None:
        return None
    ledger = [
        row.model_copy(update={"last_loaded_at": _utc(row.last_loaded_at)})
        for row in status.ledger
    ]
    quarantine = [
        row.model_copy(
            update={
                "first_seen_at": _utc(row.first_seen_at),
                "last_seen_at": _utc(row.last_seen_at),
            }
        )
        for row in status.quarantine
    ]
    return status.model_copy(update={"ledger": ledger, "quarantine": quarantine})


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
