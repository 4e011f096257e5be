"""Files as a feed: which ones a path names, and what they are called in the ledger."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from ingestion import readers
from ingestion.backfill import Backfill
from ingestion.entities import ENTITIES
from ingestion.feeds import Arrival, Feed, LoadError, Visit
from ingestion.readers.relation import Relation
from ingestion.versions import reading_of
from warehouse.settings import settings


@dataclass(frozen=True, kw_only=True)
class FileFeed(Feed):
    """The files of one source that fill one entity."""

    pattern: Path
    """File, or pattern of files, absolute."""
    is_named_by_file: bool = False
    """Whether a file is known by its name alone, wherever it lies."""

    def arrivals(self, visit: Visit) -> list[Arrival]:
        """Return the files that are there now, with their versions.

        Raises:
            LoadError: If there is none, or one cannot be opened.
        """
        return [
            self._arrival(path, _content(self, path), visit.backfill)
            for path in self.paths()
        ]

    def sample(self, folder: Path) -> Arrival:
        """Return the first file, without reading it."""
        return self._arrival(self.paths()[0], "", None)

    def _arrival(self, path: Path, content: str, wish: Backfill | None) -> Arrival:
        return Arrival(
            feed=self,
            file=self.label(path),
            version=f"{content}:{reading_of(self)}",
            read=partial(self._read, path),
            replaces=ENTITIES[self.entity].key is None,
            is_forced=wish is not None and self._is_wished(path, wish),
        )

    def _is_wished(self, path: Path, wish: Backfill) -> bool:
        day = wish.day_of(self.source.name)
        is_of_day = day is not None and _changed_on(path) == day
        return is_of_day or wish.names(self.source.name, self.label(path))

    def _read(
        self, path: Path, connection: duckdb.DuckDBPyConnection, staged: Path
    ) -> Relation:
        return readers.read(connection, self, path, staged)

    def paths(self) -> list[Path]:
        """Return the files that are there now, in the order of their names.

        Raises:
            LoadError: If there is none: the source is down.
        """
        if self.pattern.is_file():
            return [self.pattern]
        folder, name = _split(self.pattern)
        try:
            found = sorted(
                path
                for path in folder.glob(name)
                if path.is_file() and not path.name.startswith((".", "~$"))
            )
        except ValueError as error:
            message = f"{self}: `path` is no pattern: {error}"
            raise LoadError(message) from error
        if self.pattern.is_dir():
            message = (
                f"{self}: {self.pattern} is a folder; name its files in `path`, "
                "such as with /*.csv after it"
            )
            raise LoadError(message)
        if not found:
            message = (
                f"{self}: no file matches {self.pattern}; "
                "bring the file back or mend `path`"
            )
            raise LoadError(message)
        return found

    def covers(self, file: str) -> bool:
        """Return whether a file, called as in the ledger, is one that may be there."""
        if self.is_named_by_file:
            return file == self.pattern.name
        path = settings().workspace / file
        return path == self.pattern or _matches(path.parts, self.pattern.parts)

    def label(self, path: Path) -> str:
        """Return how a file is called in the ledger: relative to the workspace."""
        if self.is_named_by_file:
            return path.name
        workspace = settings().workspace
        return str(path.relative_to(workspace) if workspace in path.parents else path)


def _content(feed: Feed, path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"{feed}: {path} cannot be opened: {error.strerror}"
        raise LoadError(message) from error


def _changed_on(path: Path) -> date:
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return changed.astimezone(ZoneInfo(settings().shop.timezone)).date()


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[n:], pattern[1:]) for n in range(len(parts) + 1))
    return (
        bool(parts)
        and fnmatchcase(parts[0], pattern[0])
        and _matches(parts[1:], pattern[1:])
    )


def _split(pattern: Path) -> tuple[Path, str]:
    """Split a pattern into the folder before its first wildcard, and the rest."""
    parts = pattern.parts
    wild = next(
        (i for i, part in enumerate(parts) if set(part) & set("*?[")), len(parts) - 1
    )
    return Path(*parts[:wild]), str(Path(*parts[wild:]))
