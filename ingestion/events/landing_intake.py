"""Take in the landing: many files of many senders, in a few passes of SQL.

The files of a batch are read at once, split into what is sound and what is refused,
and counted by sender and file. Files never change, so they are known by name; a line of
a sender that the settings do not name stays in the landing until they do, and the
ledger notes that it is there.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from ingestion.classification import SUPPRESSED, Counts, Outcome, write_raw
from ingestion.events.judging import judge, write_refused
from ingestion.events.lines import UNKNOWN
from ingestion.events.plan_rules import PlanRules
from ingestion.events.reading import read
from ingestion.events.staging import CALLS, EVENTS, accepted, line_rules
from ingestion.events.suppressions import suppression_rules
from ingestion.mapping import Rule
from ingestion.quoting import literal
from warehouse.engine import config
from warehouse.landing import label

BATCH_BYTES = 400_000_000
BATCH_FILES = 500
"""Bounds of what is in memory at once."""

MEMORY = "1GB"
"""What DuckDB may take for a batch; beyond it, it spills."""


@dataclass
class LandingIntake:
    """The files of the landing that one load takes in."""

    senders: Sequence[str]
    """Sources whose lines are loaded."""
    folder: Path
    """Where Parquet files are written."""
    plan: PlanRules
    settled: frozenset[tuple[str, str]] = frozenset()
    """Senders and files that are loaded: of a file that is read for the sake of
    another sender."""
    say: Callable[[str], None] = lambda _: None
    outcomes: list[Outcome] = field(default_factory=list)

    def write(self, files: Sequence[Path], load_id: str) -> Iterator[tuple[Path, int]]:
        """Yield Parquet files of the raw shape, each with its rows."""
        done = 0
        # One for all: the memory of a batch is the next one's, which need not ask for
        # it page by page.
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute("set enable_progress_bar = false")
            connection.execute(f"set memory_limit = '{MEMORY}'")
            for place, batch in enumerate(batches(files)):
                done += len(batch)
                self.say(f"events: reading {done:,} of {len(files):,} landed files")
                target = self.folder / f"landing-{place}.parquet"
                if rows := self._take(connection, batch, load_id, target):
                    yield target, rows

    def _take(
        self,
        connection: duckdb.DuckDBPyConnection,
        files: Sequence[Path],
        load_id: str,
        target: Path,
    ) -> int:
        rules = [*suppression_rules(connection), *line_rules()]
        lines = read(connection, files, rules, is_taken=self._is_taken())
        rules += judge(connection, lines, self.plan, len(rules))
        refused = target.with_suffix(".refused.parquet")
        write_refused(connection, rules, refused)
        self._count(connection, files, rules, refused)
        return write_raw(connection, EVENTS, [accepted(load_id)], target)

    def _is_taken(self) -> str:
        senders = ", ".join(map(literal, [*self.senders, UNKNOWN]))
        is_taken = f"source in ({senders})"
        if self.settled:
            places = ", ".join(
                f"({literal(source)}, {literal(file)})"
                for source, file in sorted(self.settled)
            )
            is_taken += f" and (source, file) not in ({places})"
        return is_taken

    def _count(
        self,
        connection: duckdb.DuckDBPyConnection,
        files: Sequence[Path],
        rules: Sequence[Rule],
        refused: Path,
    ) -> None:
        suppressing = [n for n, rule in enumerate(rules) if rule.code == SUPPRESSED]
        places = connection.execute(
            f"""
            select
                source_name,
                source_file,
                is_taken,
                count(*),
                count(*) filter (broken is null),
                count(*) filter (list_contains(?::int[], broken))
            from {CALLS} group by all order by all
            """,
            [suppressing],
        ).fetchall()
        # A name is given once, and what it names never changes.
        versions = {label(path): f"{path.stat().st_size} bytes" for path in files}
        told = {file for _, file, *_ in places}
        # A file without lines is loaded, too: else it would be news for ever.
        places += [
            (UNKNOWN, file, True, 0, 0, 0) for file in versions if file not in told
        ]
        for source, file, is_taken, received, sound, suppressed in places:
            if (source, file) in self.settled:
                continue
            quarantined = received - sound - suppressed
            counts = Counts(received, sound, 0, quarantined, suppressed)
            self.outcomes.append(
                Outcome(
                    source,
                    file,
                    versions[file],
                    counts if is_taken else Counts(),
                    refused if is_taken and received > sound else None,
                    is_current=is_taken,
                )
            )


def batches(
    files: Sequence[Path],
    *,
    most_bytes: int = BATCH_BYTES,
    most_files: int = BATCH_FILES,
) -> Iterator[list[Path]]:
    """Yield files in batches, in their order, each of at least one file.

    They are of much the same size, for they are inserted side by side.
    """
    sizes = [path.stat().st_size for path in files]
    share = sum(sizes) / max(1, math.ceil(sum(sizes) / most_bytes))
    batch: list[Path] = []
    size = 0
    for path, bytes_of_file in zip(files, sizes, strict=True):
        if batch and (size + bytes_of_file / 2 > share or len(batch) == most_files):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += bytes_of_file
    if batch:
        yield batch
