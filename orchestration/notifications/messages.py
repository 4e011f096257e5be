"""What is told of a run: a new failure, a recovery, or nothing.

Messages name tables, rules and counts. They hold no rows and no words of foreign
errors, which may quote rows: they leave the machine.
"""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from pydantic import BaseModel, Field

from warehouse.status import Run, Status

NUMBER = re.compile(r"\d+")
MOST_REASON = 500
"""Characters; a message is read on a telephone."""


class Message(BaseModel, frozen=True):
    """One piece of news."""

    id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    """The same each time that it is sent: who got it twice can drop the second."""
    kind: Literal["failed", "recovered", "test", "fired", "reminded", "resolved"]
    shop: str
    title: str
    text: str
    place: str | None = None
    """Table that failed, or the step."""
    reason: str | None = None
    failing_since: datetime | None = None
    run_id: str | None = None
    alert: dict[str, Any] | None = None
    """Of an alert: its name and its numbers, for programs."""
    at: datetime

    @property
    def payload(self) -> dict[str, Any]:
        """The object that a webhook gets: ``text`` is what chat services show."""
        left_out = {"text"} if self.alert is not None else {"text", "alert"}
        fields = self.model_dump(mode="json", exclude=left_out)
        return {"text": f"{self.title}\n{self.text}", **fields}


class Failure(BaseModel, frozen=True):
    """A failure that was told, and is not over."""

    place: str
    reason: str
    since: datetime

    def is_that_of(self, other: "Failure") -> bool:
        """Return whether it failed at the same place for the same reason.

        Counts differ from run to run while the reason stays.
        """
        return self.place == other.place and (
            NUMBER.sub("#", self.reason) == NUMBER.sub("#", other.reason)
        )


def failure_of(status: Status) -> Failure | None:
    """Return how the last run failed; None if it did not."""
    run = status.run
    if run.outcome not in {"failed", "interrupted"}:
        return None
    since = status.failing_since or run.started_at
    return Failure(place=run.failed_at or "the run", reason=_reason(run), since=since)


def news(
    status: Status, told: Failure | None, *, shop: str, version: int | None
) -> Message | None:
    """Return what a run's end adds to what was told before; None if nothing.

    Args:
        status: The state after the run.
        told: The failure that was told last and is not over.
        shop: Name of the shop.
        version: What readers see now; None before the first publication.
    """
    run, now = status.run, status.run.finished_at or datetime.now(UTC)
    stays = f"Readers see version {version}." if version else "Nothing is published."
    failure = failure_of(status)
    if failure is not None and (told is None or not failure.is_that_of(told)):
        verb = "was interrupted" if run.outcome == "interrupted" else "failed"
        return Message(
            kind="failed",
            shop=shop,
            title=f"{shop}: {failure.place} {verb}",
            text=f"Run of {when(run.started_at)}: {failure.reason}\n"
            f"{stays} `karvan status` says more.",
            place=failure.place,
            reason=failure.reason,
            failing_since=failure.since,
            run_id=run.run_id,
            at=now,
        )
    if told is not None and run.outcome in {"published", "unchanged"}:
        return Message(
            kind="recovered",
            shop=shop,
            title=f"{shop}: works again",
            text=f"Run of {when(run.started_at)}: {run.outcome}. {stays}\n"
            f"It had failed for {in_words(now - told.since)}, since "
            f"{when(told.since)}, at last at {told.place}: {told.reason}",
            place=told.place,
            reason=told.reason,
            failing_since=told.since,
            run_id=run.run_id,
            at=now,
        )
    return None


def still_failing(status: Status, told: Failure | None) -> Failure | None:
    """Return the failure that is told and not over, after `news` was told."""
    failure = failure_of(status)
    if failure is not None:
        # The row of failures began with the first, whatever fails in it now.
        since = min(failure.since, told.since) if told else failure.since
        return failure.model_copy(update={"since": since})
    return None if status.run.outcome in {"published", "unchanged"} else told


def trial(shop: str) -> Message:
    """Return what says that messages arrive."""
    return Message(
        kind="test",
        shop=shop,
        title=f"{shop}: a test of notifications",
        text="Failures of runs will be told here, and when they are over.",
        at=datetime.now(UTC),
    )


def _reason(run: Run) -> str:
    if run.outcome == "interrupted":
        return "it was stopped before its end; the next run does its work"
    if run.error_class is not None:
        return f"{run.error_class} (`karvan status` has its words)"
    return (run.error or "unknown")[:MOST_REASON]


def when(time: datetime) -> str:
    """Return such as ``2026-11-26 04:00 UTC``."""
    return f"{time:%Y-%m-%d %H:%M} UTC"


def in_words(duration: timedelta) -> str:
    """Return such as ``5 h 30 min``."""
    minutes = int(duration.total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h"
