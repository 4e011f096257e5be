"""A feed: what one source gives one entity, and what of it is there now.

Files and tables of a database are feeds alike: each tells its arrivals, and loading
asks no more.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ingestion.backfill import Backfill
from ingestion.changes import Change
from warehouse.settings import Entity as Mapping
from warehouse.settings import Source

if TYPE_CHECKING:  # readers need feeds, to know how to read
    from ingestion.readers.relation import Relation


class LoadError(Exception):
    """A load cannot be done; the message names the thing and the fix."""


class UnreachableError(Exception):
    """A source does not answer now; trying again later may help."""


@dataclass(frozen=True)
class Visit:
    """The circumstances in which sources are looked at."""

    folder: Path
    """Where a source's rows may be written; it stays until they are loaded."""
    say: Callable[[str], None] = lambda _: None
    """Called with a few words on each step."""
    backfill: Backfill | None = None
    """What is read again; only what is new by default."""


@dataclass(frozen=True, kw_only=True)
class Feed(ABC):
    """What one source gives one entity."""

    source: Source
    entity: str
    mapping: Mapping
    timezone: str
    """Zone of times without an offset."""
    view: str = "*"
    """SQL projection of the rows, for columns that must be computed."""

    def __str__(self) -> str:
        """Return such as ``source sales, entity orders``."""
        return f"source {self.source.name}, entity {self.entity}"

    @abstractmethod
    def covers(self, file: str) -> bool:
        """Return whether a file, called as in the ledger, is one that may be there."""

    @abstractmethod
    def arrivals(self, visit: Visit) -> "list[Arrival]":
        """Return what is there now, or what of it changed since the last load.

        Raises:
            LoadError: If there is nothing to read, or the entry is wrong.
            UnreachableError: If the source does not answer.
        """

    @abstractmethod
    def sample(self, folder: Path) -> "Arrival":
        """Return what a look at the source's first rows needs.

        Raises:
            LoadError: As `arrivals`.
            UnreachableError: As `arrivals`.
        """


@dataclass(frozen=True)
class Arrival:
    """A file or a table that is there now."""

    feed: Feed
    file: str
    """What it is called in the ledger."""
    version: str
    """Hash of its content."""
    read: Callable[[duckdb.DuckDBPyConnection, Path], "Relation"]
    """Gives its rows; the file may be written for it."""
    replaces: bool
    """Whether its rows take the place of all that is loaded under its name."""
    is_forced: bool = False
    """Whether it is read although it is loaded."""
    change: Change | None = None
    """What changed of a table that is followed; then its rows are merged by key."""

    @property
    def place(self) -> tuple[str, str]:
        """Return the source and the file."""
        return self.feed.source.name, self.file

    @property
    def content(self) -> tuple[str, str]:
        """Return what is loaded once: the source and the version."""
        return self.feed.source.name, self.version


def suggested(name: str, known: Iterable[str]) -> str:
    """Return such as `` (did you mean 'x'?)``; empty if no known name is near."""
    by_folded = {one.casefold(): one for one in known}
    near = get_close_matches(name.strip().casefold(), by_folded, n=1, cutoff=0.6)
    return f" (did you mean {by_folded[near[0]]!r}?)" if near else ""
