"""What is read again although it was loaded: a source, a day, or everything."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Backfill:
    """A wish to read again; without a source and a day it is a full refresh."""

    source: str | None = None
    """Name of the one source that is read again; all by default."""
    day: date | None = None
    """The shop's day on which what is read again had changed: by ``updated_at`` in a
    database, by the time of a file's last change; all by default."""

    def replaces(self, source: str) -> bool:
        """Return whether all rows of a source are read again and replaced."""
        return self.day is None and self.source in (None, source)

    def day_of(self, source: str) -> date | None:
        """Return the day of which a source's changes are read again, if any."""
        return self.day if self.source in (None, source) else None
