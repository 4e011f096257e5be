"""Take files in, one after another: read, split, and write what dlt appends.

A file is read by DuckDB in memory, with the warehouse closed. What becomes of it is an
outcome, for the ledger; a file that cannot be read costs itself and nothing else.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb

from ingestion.classification import (
    Counts,
    Outcome,
    count_sound,
    write_accepted,
    write_quarantined,
)
from ingestion.entities import Entity
from ingestion.events import call_files
from ingestion.events.mapped import as_events
from ingestion.events.plan_rules import PlanRules
from ingestion.feeds import Arrival, LoadError
from ingestion.mapping import mapped
from ingestion.planning import Past
from ingestion.readers import BrokenFileError, check_readable
from ingestion.readers.relation import REFUSED, Relation
from ingestion.sources.senders import CallFeed
from ingestion.suppressing import without_suppressed
from warehouse.engine import config
from warehouse.settings import settings


class Intake:
    """The files of one load of an entity."""

    def __init__(
        self,
        entity: Entity,
        folder: Path,
        past: Sequence[Past],
        say: Callable[[str], None],
        plan: PlanRules | None = None,
    ) -> None:
        """Prepare to take files in.

        Args:
            entity: What they fill.
            folder: Where Parquet files are written.
            past: The ledger, which says how many rows a file had; empty where a file
                may shrink.
            say: Called with a few words on each step.
            plan: The tracking plan, where they are events.
        """
        self.entity = entity
        self.folder = folder
        self.past = past
        self.say = say
        self.plan = plan
        self.outcomes: list[Outcome] = []

    def write(
        self, files: Sequence[Arrival], load_id: str
    ) -> Iterator[tuple[Path, int]]:
        """Yield a Parquet file of the raw shape and its rows, for files that have any.

        Raises:
            LoadError: If a file lacks a mapped column, or lost too many rows.
        """
        for place, one in enumerate(files):
            target = self.folder / f"{place}.parquet"
            self._tell(_words(one))
            outcome = self._outcome(one, load_id, target)
            if one.change is None:
                self._check_size(outcome)
            self.outcomes.append(outcome)
            if outcome.counts.accepted:
                yield target, outcome.counts.accepted
        if files:
            self._tell("loading")

    def _outcome(self, one: Arrival, load_id: str, target: Path) -> Outcome:
        refused = target.with_suffix(".refused.parquet")
        counts, broken = Counts(), None
        try:
            counts = self._split(one, load_id, target, refused)
        except BrokenFileError as error:
            broken = str(error)
            self._tell(f"{one.file} is broken: {error}")
        return Outcome(
            one.feed.source.name,
            one.file,
            one.version,
            counts,
            refused if counts.quarantined + counts.suppressed else None,
            broken,
        )

    def _split(self, one: Arrival, load_id: str, target: Path, refused: Path) -> Counts:
        staged = target.with_suffix(".staged.parquet")
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set enable_progress_bar = false")
            connection.execute(REFUSED)
            relation = one.read(connection, staged)
            if not relation.received and one.change is None:
                self._tell(f"{one.file} is empty")
            if isinstance(one.feed, CallFeed) and self.plan:
                counts = call_files.take(
                    connection, relation, self.plan, load_id, target, refused
                )
            else:
                counts = self._split_rows(
                    connection, one, relation, load_id, target, refused
                )
        staged.unlink(missing_ok=True)
        if counts.quarantined:
            self._tell(f"{counts.quarantined:,} rows of {one.file} are quarantined")
        return counts

    def _split_rows(
        self,
        connection: duckdb.DuckDBPyConnection,
        one: Arrival,
        relation: Relation,
        load_id: str,
        target: Path,
        refused: Path,
    ) -> Counts:
        shape, sound, accepted, refusals = None, 0, 0, (0, 0)
        if relation.columns:
            shape = mapped(connection, one.feed, one.file, relation)
            if self.entity.unique and self.plan:
                shape = as_events(connection, one, relation, shape, self.plan)
            else:
                shape = without_suppressed(connection, one.feed, shape)
            for note in shape.notes:
                self._tell(note)
            try:
                sound = accepted = write_accepted(
                    connection, one.feed, one.file, relation, shape, load_id, target
                )
            except duckdb.Error:
                check_readable(connection, relation)
                raise
            if self.entity.key:
                sound = count_sound(connection, relation, shape)
        if sound < relation.received:
            refusals = write_quarantined(
                connection, one.feed, one.file, relation, shape, refused
            )
        return Counts(relation.received, accepted, sound - accepted, *refusals)

    def _check_size(self, outcome: Outcome) -> None:
        before = next(
            (
                one.accepted + one.duplicate + one.suppressed
                for one in reversed(self.past)
                if one.place == outcome.place and one.is_current and one.received
            ),
            0,
        )
        counts = outcome.counts
        # Whose rows are not kept are no sign of a file that was cut off.
        after = counts.accepted + counts.duplicate + counts.suppressed
        least = settings().quality.min_rows_kept_pct
        if outcome.broken is None and after * 100 < before * least:
            message = (
                f"{self.entity.name}: {outcome.file} has {after:,} good rows, its last "
                f"version had {before:,}: fewer than {least:g} % are left; if that is "
                "right, load it with `karvan run --full-refresh`"
            )
            raise LoadError(message)

    def _tell(self, words: str) -> None:
        self.say(f"{self.entity.name}: {words}")


def _words(one: Arrival) -> str:
    if one.change is None:
        return f"reading {one.file}"
    gone = f", {one.change.deleted:,} keys are gone" if one.change.deleted else ""
    return f"taking in what changed of {one.file}{gone}"
