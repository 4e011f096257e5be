"""What a person names to be read again, understood or refused with the fix."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ingestion.backfill import Backfill
from ingestion.feeds import LoadError
from ingestion.sources import check_named
from warehouse.settings import settings

BACKFILL = "backfill"
"""Name of the job that reads again what was loaded."""


def wished(source: str, day: str, *, everything: bool = False) -> Backfill | None:
    """Return what is read again although it was loaded; None if nothing is named.

    Args:
        source: Name of a source; empty for all.
        day: A day of the shop such as ``2026-11-20``; empty for all.
        everything: Whether all is read again; then no source and no day is named.

    Raises:
        LoadError: If there is no such source or day.
    """
    if everything:
        if source or day:
            message = "everything is read again, or one source or day: name one of both"
            raise LoadError(message)
        return Backfill()
    if not source and not day:
        return None
    if source:
        check_named(source)
    return Backfill(source or None, _day(day) if day else None)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day; write it such as 2026-11-20"
        raise LoadError(message) from error
    today = datetime.now(ZoneInfo(settings().shop.timezone)).date()
    if day > today:
        message = f"{day} has not come yet in the shop ({today} is today)"
        raise LoadError(message)
    return day
