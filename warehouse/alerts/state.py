"""How an alert goes on: from what was told and what holds now to what is told next.

A stretch of firing is told once, reminded of, and told to be over once. What cannot be
judged changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from warehouse.alerts.judging import Judgement
from warehouse.settings.alerts import Alert

Event = Literal["fired", "reminded", "resolved"]


class AlertState(BaseModel, frozen=True):
    """What is known of one alert."""

    title: str
    to: tuple[str, ...] = ()
    """As its file has them: who was told is told that it is over when that is gone."""
    now: Judgement
    """What holds, or why nobody can say."""
    since: datetime | None = None
    """When it was first seen to fire; None while it does not."""
    began: Judgement | None = None
    """What was seen then."""
    told_at: datetime | None = None
    """None while it does not fire, or as long as there is nobody to tell."""
    reminded_at: datetime | None = None


@dataclass(frozen=True)
class Decided:
    """What people decided of one alert."""

    acknowledged: frozenset[datetime] = frozenset()
    """`AlertState.since` of stretches that somebody takes care of."""
    muted_until: date | None = None
    """First day on which it is told again."""

    def is_muted(self, today: date) -> bool:
        """Return whether nobody is to be told on a day of the shop."""
        return self.muted_until is not None and today < self.muted_until


NOTHING_DECIDED = Decided()


def step(
    alert: Alert,
    state: AlertState | None,
    found: Judgement,
    now: datetime,
    *,
    is_silent: bool = False,
    is_acknowledged: bool = False,
) -> tuple[AlertState, Event | None]:
    """Return the next state of an alert, and what is to be told.

    Args:
        alert: Its rule, as it is now.
        state: What was known; None where it is new.
        found: What holds now.
        now: The time, aware.
        is_silent: Whether there is nobody to tell, or it is muted: it then fires
            untold, and is told later if it still does.
        is_acknowledged: Whether somebody takes care: no reminders.
    """
    last = state or AlertState(title=alert.title, now=found)
    next_one = last.model_copy(
        update={"title": alert.title, "to": alert.to, "now": found}
    )
    if found.verdict == "quiet":
        over = {"since": None, "began": None, "told_at": None, "reminded_at": None}
        return next_one.model_copy(update=over), "resolved" if last.told_at else None
    if found.verdict != "firing":
        return next_one, None
    if last.since is None:
        next_one = next_one.model_copy(update={"since": now, "began": found})
    if is_silent:
        return next_one, None
    if last.told_at is None:
        return next_one.model_copy(update={"told_at": now}), "fired"
    if alert.remind_after is not None and not is_acknowledged:
        latest = last.reminded_at or last.told_at
        if now - latest >= timedelta(days=alert.remind_after):
            return next_one.model_copy(update={"reminded_at": now}), "reminded"
    return next_one, None


@dataclass(frozen=True)
class Stretch:
    """Periods in which an alert would have fired, from the first to the last."""

    first: Judgement
    last: Judgement
    is_over: bool


def stretches(judgements: Iterable[Judgement]) -> Sequence[Stretch]:
    """Return when an alert would have fired, oldest first, if asked each period."""
    found: list[Stretch] = []
    for one in judgements:
        going = bool(found) and not found[-1].is_over
        if one.verdict == "firing":
            if going:
                found[-1] = Stretch(found[-1].first, one, is_over=False)
            else:
                found.append(Stretch(one, one, is_over=False))
        elif one.verdict == "quiet" and going:
            found[-1] = Stretch(found[-1].first, found[-1].last, is_over=True)
    return found
