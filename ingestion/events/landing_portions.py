"""The landing as portions of a load: its files, so many that memory bounds them."""

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingestion.changes import Change
from ingestion.classification import SUPPRESSED, Outcome
from ingestion.events.landing_intake import LandingIntake
from ingestion.events.pending import Pending, pending
from ingestion.events.plan_rules import PlanRules
from ingestion.feeds import Feed, Visit
from ingestion.planning import Past
from warehouse.landing import replace_durably
from warehouse.settings import settings


@dataclass
class Landed:
    """What a load does with some files of the landing."""

    pending: Pending
    """All that is to be loaded of the landing."""
    paths: Sequence[Path]
    """The files of it that this load takes in."""
    visit: Visit
    rules: PlanRules
    changes: dict[tuple[str, str], Change] = field(default_factory=dict)
    """None: the landing is no table."""
    _read: list[Outcome] = field(default_factory=list)

    @property
    def files(self) -> int:
        """Return the number of files that are read."""
        return len(self.paths)

    def write(self, folder: Path, load_id: str) -> Iterator[tuple[Path, int]]:
        """Yield Parquet files of the raw shape, and their rows."""
        intake = LandingIntake(
            self.pending.senders,
            folder,
            self.rules,
            self.pending.settled,
            self.visit.say,
        )
        self._read = intake.outcomes
        yield from intake.write(self.paths, load_id)

    def outcomes(self) -> list[Outcome]:
        """Return what became of the lines of each sender and file."""
        return self._read

    def retired(self) -> list[Past]:
        """Return what is loaded of the files and replaced."""
        return self.pending.replaced_by(self.paths)

    def settled(self) -> None:
        """Take suppressed lines out of the landing: they are counted."""
        refused = {str(one.refused) for one in self._read if one.counts.suppressed}
        if not refused:
            return
        with duckdb.connect() as connection:
            rows = connection.execute(
                "select file, list(source_row) from read_parquet(?) where code = ? "
                "group by file order by file",
                [sorted(refused), SUPPRESSED],
            ).fetchall()
        for file, numbers in rows:
            _drop(settings().landing_path / file, set(numbers))


def landed(
    connection: duckdb.DuckDBPyConnection,
    feeds: Sequence[Feed],
    visit: Visit,
    rules: PlanRules,
) -> list[Landed]:
    """Return what of the landing is to be loaded; nothing without senders.

    Args:
        connection: The warehouse.
        feeds: What fills the entity, senders among them or not.
        visit: The circumstances.
        rules: The rules of events.
    """
    found = pending(connection, feeds, visit.backfill)
    return [Landed(found, paths, visit, rules) for paths in found.portions()]


def _drop(path: Path, numbers: Set[int]) -> None:
    with path.open("rb") as lines:
        kept = [line for line in lines if _number(line) not in numbers]
    replace_durably(path, b"".join(kept))


def _number(line: bytes) -> int | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said.get("n") if isinstance(said, dict) else None
