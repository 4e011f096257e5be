"""Decide what of a source's files is new: by content, never by name or time.

A version of a file is the hash of its content and of what the settings make of it, so
that a mended mapping loads a file again. For facts the loaded contents follow the files
that are there: a changed file replaces its rows, equal files are loaded once, and a
file that was renamed is still the same content.

Rows of a file that vanished stay, as long as a source's ``path`` still covers its name:
files are moved away once they are loaded. What no source of the settings covers any
more leaves, be it that the source was renamed or that its path is another one: else the
same sales under a new name would count twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ingestion.entities import Entity
from ingestion.feeds import Arrival, Feed, Visit


@dataclass(frozen=True)
class Past:
    """One row of the ledger: a version of a file that was loaded."""

    source_name: str
    file: str
    version: str
    load_id: str
    received: int
    accepted: int
    duplicate: int
    suppressed: int
    is_current: bool
    loaded_at: datetime

    @property
    def place(self) -> tuple[str, str]:
        """Return the source and the file."""
        return self.source_name, self.file

    @property
    def is_repeat(self) -> bool:
        """Return whether all of its rows are those of another file of equal content."""
        return self.received > 0 and self.duplicate == self.received


@dataclass
class Plan:
    """What a load has to do."""

    read: list[Arrival] = field(default_factory=list)
    repeats: list[tuple[Arrival, Past | Arrival]] = field(default_factory=list)
    """Files with the content of another one, that is loaded or about to be."""
    renamed: list[tuple[Past, set[tuple[str, str]]]] = field(default_factory=list)
    """Loaded files that were renamed since and then changed, with their new places."""

    uncovered: list[Past] = field(default_factory=list)
    """What is loaded of files that no source covers any more."""

    def __bool__(self) -> bool:
        """Return whether there is anything to do."""
        return bool(self.read or self.repeats or self.uncovered)


def arrivals(feeds: Iterable[Feed], visit: Visit) -> list[Arrival]:
    """Return what is there of feeds, with its versions.

    Raises:
        LoadError: If a feed has nothing, or one of its files cannot be opened.
        UnreachableError: If a source does not answer.
    """
    return [one for feed in feeds for one in feed.arrivals(visit)]


def plan(
    feeds: Iterable[Feed],
    there: Sequence[Arrival],
    ledger: Sequence[Past],
    entity: Entity,
) -> Plan:
    """Return what is to be done so that the files that are there are loaded.

    Args:
        feeds: What fills the entity.
        there: The files of the feeds that are there now.
        ledger: The entity's ledger, oldest first.
        entity: What they fill.
    """
    result = Plan()
    is_merged = entity.is_merged
    past = []
    by_source = {feed.source.name: feed for feed in feeds}
    for one in ledger:
        feed = by_source.get(one.source_name)
        if one.is_current and not (feed and feed.covers(one.file)):
            result.uncovered.append(one)
        elif one.is_current:
            past.append(one)
    latest = {one.place: one for one in past}
    now = {one.place: one.version for one in there}
    shaken = _shaken(result.uncovered, latest, now, entity)
    holders = {
        (one.source_name, one.version): one
        for one in past
        if one.is_current
        and one.received > 0
        and not (one.is_repeat and not entity.key)
        and now.get(one.place, one.version) == one.version
    }
    reading: dict[tuple[str, str], Arrival] = {}
    for one in there:
        if one.change:
            result.read.append(one)
            continue
        known = latest.get(one.place)
        holder = holders.get(one.content)
        is_same = (
            known is not None
            and known.version == one.version
            and not one.is_forced
            and one.place not in shaken
        )
        # The content of a repeat may be gone with the file that it repeated.
        is_lost = known is not None and known.is_repeat and not (is_merged or holder)
        if is_same and not is_lost:
            continue
        # A changed file of records is read although another has its content: its
        # records are the newest now.
        if holder and not one.is_forced and not (is_merged and known):
            result.repeats.append((one, holder))
        elif one.content in reading:
            result.repeats.append((one, reading[one.content]))
        else:
            reading[one.content] = one
            result.read.append(one)
    if not entity.key:
        result.renamed = _renamed(holders, latest, now)
    return result


def _shaken(
    uncovered: Sequence[Past],
    latest: dict[tuple[str, str], Past],
    now: dict[tuple[str, str], str],
    entity: Entity,
) -> set[tuple[str, str]]:
    """Return the files that are read again, for rows leave that theirs gave way to."""
    leaving = {one.source_name for one in uncovered}
    if entity.key:
        return {place for place in latest if place[0] in leaving}
    if not entity.unique:
        return set()
    leaving |= {
        one.source_name
        for one in latest.values()
        if now.get(one.place, one.version) != one.version
    }
    return {
        one.place
        for one in latest.values()
        if one.duplicate and one.source_name in leaving
    }


def _renamed(
    holders: dict[tuple[str, str], Past],
    latest: dict[tuple[str, str], Past],
    now: dict[tuple[str, str], str],
) -> list[tuple[Past, set[tuple[str, str]]]]:
    found = []
    for (source_name, version), holder in holders.items():
        places = {
            one.place
            for one in latest.values()
            if one.is_repeat
            and (one.source_name, one.version) == (source_name, version)
        }
        is_there = any(
            place[0] == source_name and one == version for place, one in now.items()
        )
        if holder.place not in now and places & now.keys() and not is_there:
            found.append((holder, places & now.keys()))
    return found
