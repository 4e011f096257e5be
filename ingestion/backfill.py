"""What is read again although it was loaded: a source, a day, or everything."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Backfill:
    """A wish to read again; without a source and a day it is a full refresh."""

    source: str | None = None
    """Name of the one source that is read again; all by default."""
    day: date | None = None
    """The shop's day on which what is read again had changed: by ``updated_at`` in a
    database, by the time of a file's last change, by a landed file's folder; all by
    default."""

    files: frozenset[str] = frozenset()
    """The only files and tables of the source that are read again, called as in the
    ledger; what vanished of others stays."""

    def replaces(self, source: str) -> bool:
        """Return whether all rows of a source are read again and replaced."""
        is_all = self.day is None and not self.files
        return is_all and self.source in (None, source)

    def names(self, source: str, file: str) -> bool:
        """Return whether a file or table is one that is read again for itself."""
        return source == self.source and file in self.files

    def day_of(self, source: str) -> date | None:
        """Return the day of which a source's changes are read again, if any."""
        return self.day if self.source in (None, source) else None


def utc_days(day: date, zone: ZoneInfo) -> frozenset[str]:
    """Return the days of UTC that a day of a zone is part of, such as 2026-11-20."""
    begun, ended = (
        datetime.combine(one, time.min, zone).astimezone(UTC)
        for one in (day, day + timedelta(days=1))
    )
    last = ended - timedelta(microseconds=1)
    return frozenset(one.date().isoformat() for one in (begun, last))
