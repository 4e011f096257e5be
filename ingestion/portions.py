"""What is to be loaded of an entity, in portions that are loaded one after another.

Whatever way rows come by, as files, tables or in the landing, it gives portions of one
shape, and loading asks no more.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ingestion.changes import Change
from ingestion.classification import Outcome
from ingestion.entities import Entity
from ingestion.events.landing_portions import landed
from ingestion.events.plan_rules import PlanRules, known_properties
from ingestion.feeds import Visit
from ingestion.file_portions import arrived
from ingestion.planning import Past, arrivals
from ingestion.sources import feeds_of
from warehouse.engine import connect


class Portion(Protocol):
    """What one load takes in: written, appended to the raw table, then settled."""

    @property
    def rules(self) -> PlanRules:
        """Return the rules of events, which remember what this load saw."""
        ...

    @property
    def files(self) -> int:
        """Return the number of files and tables that are read."""
        ...

    @property
    def changes(self) -> Mapping[tuple[str, str], Change]:
        """Return what changed of tables that are followed, by source and table."""
        ...

    def write(self, folder: Path, load_id: str) -> Iterator[tuple[Path, int]]:
        """Yield Parquet files of the raw shape, written into a folder, and their rows.

        Raises:
            LoadError: If a file lacks a mapped column, or lost too many rows.
        """
        ...

    def outcomes(self) -> list[Outcome]:
        """Return what became of each file, once all is written."""
        ...

    def retired(self) -> list[Past]:
        """Return the versions whose rows are replaced, once all is written."""
        ...

    def settled(self) -> None:
        """Do what is left to do once the ledger knows the load."""
        ...


def portions(entity: Entity, visit: Visit) -> list[Portion]:
    """Return what is to be loaded of an entity; nothing if nothing is new.

    Raises:
        LoadError: If a source's entry is wrong, or it has nothing to read.
        UnreachableError: If a source does not answer.
    """
    feeds = feeds_of(entity.name)
    there = arrivals(feeds, visit)
    with connect() as connection:
        rules = PlanRules(known_properties(connection))
        return [
            *arrived(connection, entity, feeds, there, visit, rules),
            *landed(connection, feeds, visit, rules),
        ]
