"""Senders of events: what they send the collector lies in the landing, or in files.

File                                            Table
``landing/<day>/<worker>-<n>.ndjson``, lines    ``raw_events.events``
that name the source
The source's ``path``: files of Segment calls,  ``raw_events.events``
such as archives and exports are
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion.events.calls import MEMBERS
from ingestion.feeds import Arrival, Feed, LoadError, Visit
from ingestion.file_feeds import FileFeed
from ingestion.readers import calls
from ingestion.readers.relation import Relation
from warehouse.settings import Entity, Source, settings

LANDED_FILE = re.compile(r"\d{4}-\d\d-\d\d/[^/]+\.ndjson")
"""What a file of the landing is called in the ledger."""


@dataclass(frozen=True, kw_only=True)
class LandedFeed(Feed):
    """What one sender's events are.

    It has no arrivals of its own: a file holds the events of many senders and is read
    once for all of them (``ingestion/events/landing_intake.py``).
    """

    def covers(self, file: str) -> bool:
        """Return whether a file, called as in the ledger, is one of the landing."""
        return LANDED_FILE.fullmatch(file) is not None

    def arrivals(self, visit: Visit) -> list[Arrival]:
        """Return nothing: the landing is read for all senders together."""
        del visit
        return []

    def sample(self, folder: Path) -> Arrival:
        """Return nothing to look at: what comes is looked at when it comes."""
        del folder
        return Arrival(
            feed=self,
            file="landing",
            version="",
            read=lambda _connection, _staged: Relation.empty(),
            replaces=False,
        )


@dataclass(frozen=True, kw_only=True)
class CallFeed(FileFeed):
    """Files of calls, which are judged as what the collector lands is."""

    def _read(
        self, path: Path, connection: duckdb.DuckDBPyConnection, staged: Path
    ) -> Relation:
        return calls.read(connection, self, path, staged)


def senders(feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Return the sources among feeds whose events are in the landing."""
    return tuple(one.source.name for one in feeds if isinstance(one, LandedFeed))


def others(feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Return the sources among feeds whose events come in files and tables.

    Their files may be called as those of the landing are.
    """
    return tuple(one.source.name for one in feeds if not isinstance(one, LandedFeed))


def entities(source: Source) -> list[str]:
    """Return the one entity that senders fill."""
    del source
    return ["events"]


def feed(source: Source, entity: str) -> LandedFeed | CallFeed:
    """Return the sender, or its files.

    Raises:
        LoadError: If the entry says both.
    """
    said = {
        "source": source,
        "entity": entity,
        "mapping": Entity(columns=MEMBERS),
        "timezone": "UTC",
    }
    if source.path is None:
        return LandedFeed(**said)
    if source.write_key is not None:
        message = (
            f"source {source.name} has a `path` and a `write_key`: files and a sender "
            "are two sources; write an entry for each"
        )
        raise LoadError(message)
    return CallFeed(
        pattern=settings().workspace / Path(source.path).expanduser(), **said
    )
