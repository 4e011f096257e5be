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
