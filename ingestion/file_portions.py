"""Files and tables that arrived, as one portion of a load: all are settled together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingestion.changes import Change
from ingestion.classification import Counts, Outcome
from ingestion.entities import Entity
from ingestion.events.lines import UNKNOWN
from ingestion.events.plan_rules import PlanRules
from ingestion.feeds import Arrival, Feed, Visit
from ingestion.intake import Intake
from ingestion.ledger import history
from ingestion.planning import Past, Plan, plan
from ingestion.sources.senders import senders


@dataclass
class Arrived:
    """What a load does with files and tables."""

    entity: Entity
    todo: Plan
    known: list[Past]
    """What counts of the ledger, but for what is read again whatever it is."""
    again: list[Past]
    """That: it is replaced, but for files that are broken now."""
    visit: Visit
    rules: PlanRules
    _read: list[Outcome] = field(default_factory=list)

    @property
    def files(self) -> int:
        """Return the number of files and tables that are read."""
        return len(self.todo.read)

    @property
    def changes(self) -> dict[tuple[str, str], Change]:
        """Return what changed of tables that are followed, by source and table."""
        return {one.place: one.change for one in self.todo.read if one.change}

    def write(self, folder: Path, load_id: str) -> Iterator[tuple[Path, int]]:
        """Yield Parquet files of the raw shape, and their rows.

        Raises:
            LoadError: If a file lacks a mapped column, or lost too many rows.
        """
        intake = Intake(self.entity, folder, self.known, self.visit.say, self.rules)
        self._read = intake.outcomes
        yield from intake.write(self.todo.read, load_id)

    def outcomes(self) -> list[Outcome]:
        """Return what became of each file, those that repeat another one included."""
        return [*self._read, *_repeats(self.todo, self._read)]

    def retired(self) -> list[Past]:
        """Return the versions whose rows are replaced."""
        outcomes = self.outcomes()
        broken = {one.place for one in outcomes if one.broken is not None}
        again = [one for one in self.again if one.place not in broken]
        return again + _replaced(self.known, self.todo, outcomes)

    def settled(self) -> None:
        """Do nothing: the files are the company's own."""


def arrived(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    feeds: Sequence[Feed],
    there: Sequence[Arrival],
    visit: Visit,
    rules: PlanRules,
) -> list[Arrived]:
    """Return what is new of files and tables as one portion; none if nothing is.

    Args:
        connection: The warehouse.
        entity: What they fill.
        feeds: What fills it.
        there: The files and tables that are there.
        visit: The circumstances.
        rules: The rules of events.
    """
    # Files of the landing are known by name.
    past = history(connection, entity.name, without=[*senders(feeds), UNKNOWN])
    wish = visit.backfill
    again = [one for one in past if wish and wish.replaces(one.source_name)]
    known = [one for one in past if one not in again]
    todo = plan(feeds, there, known, entity=entity)
    return [Arrived(entity, todo, known, again, visit, rules)] if todo or again else []


def _repeats(todo: Plan, outcomes: list[Outcome]) -> Iterator[Outcome]:
    read = {one.place: one for one in outcomes}
    for one, holder in todo.repeats:
        if isinstance(holder, Past):
            received, broken = holder.received, None
        else:
            received = read[holder.place].counts.received
            broken = read[holder.place].broken
        counts = Counts(received=received, duplicate=received)
        yield Outcome(one.feed.source.name, one.file, one.version, counts, None, broken)


def _replaced(past: list[Past], todo: Plan, outcomes: list[Outcome]) -> list[Past]:
    """Return the versions whose rows the load replaces; other rows go key by key."""
    sound = {one.place for one in outcomes if one.broken is None}
    now = {one.place: one for one in [*todo.read, *(one for one, _ in todo.repeats)]}
    gone = []
    for one in past:
        arrival = now.get(one.place)
        if arrival is None or not one.is_current or one.place not in sound:
            continue
        if arrival.replaces or (arrival.change is None and one.accepted == 0):
            gone.append(one)
    renamed = [old for old, places in todo.renamed if places <= sound]
    return gone + renamed + todo.uncovered
