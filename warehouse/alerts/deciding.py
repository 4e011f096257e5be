"""What people decide of alerts: that they take care, or want to hear nothing."""

from datetime import date, datetime
from typing import Any

from warehouse.alerts.state import Decided
from warehouse.decisions import decide, decisions


def acknowledge(name: str, since: datetime) -> None:
    """Say that somebody takes care: no reminders until it is over.

    Args:
        name: Of the alert.
        since: When it began to fire: the next time is another matter.

    Raises:
        OSError: If it cannot be written down.
    """
    decide("alerts", alert=name, decision="acknowledged", since=since.isoformat())


def mute(name: str, until: date | None) -> None:
    """Tell nobody of an alert before a day of the shop; None to tell again.

    That something is over is told all the same to who was told that it began.

    Raises:
        OSError: If it cannot be written down.
    """
    day = None if until is None else until.isoformat()
    decide("alerts", alert=name, decision="muted", until=day)


def decided() -> dict[str, Decided]:
    """Return what was decided, by alert; a line that says nothing of it is passed."""
    found: dict[str, Decided] = {}
    for line in decisions("alerts"):
        name = line.get("alert")
        if isinstance(name, str):
            found[name] = _with(found.get(name, Decided()), line)
    return found


def _with(known: Decided, line: dict[str, Any]) -> Decided:
    try:
        if line["decision"] == "acknowledged":
            since = datetime.fromisoformat(line["since"])
            return Decided(known.acknowledged | {since}, known.muted_until)
        until = line["until"]
        day = None if until is None else date.fromisoformat(until)
    except (KeyError, TypeError, ValueError):
        return known
    return Decided(known.acknowledged, day)
