"""Refused rows that a person takes up again, dismisses, or reopens.

A refused event of the landing is in the quarantine as it came, and is judged again by
itself. Rows of files and tables are read again where they come from: what a mapping
makes of a row, it makes of the whole file.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import duckdb

from ingestion.backfill import Backfill
from ingestion.classification import SUPPRESSED
from ingestion.events.replaying import replay as replay_landed
from ingestion.loading import Load, load_entity
from ingestion.quarantine import apply_decisions
from ingestion.sources import feeds_of
from ingestion.sources.senders import LANDED_FILE, others
from orchestration.news import forget_built
from orchestration.quarantined import Filter, rows_of, warehouse
from warehouse.decisions import decide


@dataclass(frozen=True)
class Replayed:
    """What became of rows that were taken up again."""

    taken_up: int = 0
    loads: tuple[Load, ...] = ()
    still_refused: int = 0
    gone: tuple[str, ...] = ()
    """Files that hold some of the rows and are not there now."""


def replay(wanted: Filter, say: Callable[[str], None]) -> Replayed:
    """Take open rows up again, under the rules and mappings of now.

    Args:
        wanted: Which rows; the caller holds the run lock.
        say: Called with a few words on each step.

    Raises:
        LoadError: If a source is wrong, as `ingestion.loading.load_entity` says.
    """
    with warehouse() as connection:
        rows = _places(connection, wanted)
    if not rows:
        return Replayed()
    forget_built()
    elsewhere = others(feeds_of("events"))
    landed = {one for one in rows if one.is_landed and one.source not in elsewhere}
    loads = [replay_landed([one.id for one in landed], progress=say)] if landed else []
    read = {(one.source, one.entity, one.file) for one in rows if one not in landed}
    for source, entity in sorted({(source, entity) for source, entity, _ in read}):
        files = frozenset(file for *of, file in read if of == [source, entity])
        wish = Backfill(source, files=files)
        loads.append(load_entity(entity, backfill=wish, progress=say))
    with warehouse() as connection:
        still = _places(connection, Filter(ids=[one.id for one in rows]))
    # What was read again is now of the load that did so.
    kept = {*still} & {*rows} - landed
    untouched = {one.file for one in kept}
    return Replayed(len(rows), tuple(loads), len(still), tuple(sorted(untouched)))


def dismiss(wanted: Filter) -> int:
    """Close open rows until they are reopened; return how many.

    The caller holds the run lock.
    """
    return _decide(wanted, "dismissed")


def reopen(wanted: Filter) -> int:
    """Open rows again that were dismissed; return how many.

    What is refused no more since stays closed, and so does what was suppressed. The
    caller holds the run lock.
    """
    return _decide(replace(wanted, status="dismissed"), "reopened")


def _decide(wanted: Filter, decision: str) -> int:
    with warehouse() as connection:
        rows = rows_of(connection, wanted, "quarantine_id, code")
        ids = [quarantine_id for quarantine_id, code in rows if code != SUPPRESSED]
        if ids:
            forget_built()
            decide("quarantine", **{decision: ids})
            apply_decisions(connection)
    return len(ids)


@dataclass(frozen=True)
class _Place:
    id: str
    source: str
    entity: str
    file: str
    load_id: str

    @property
    def is_landed(self) -> bool:
        """Return whether its file is called as those of the landing are."""
        return self.entity == "events" and LANDED_FILE.fullmatch(self.file) is not None


def _places(connection: duckdb.DuckDBPyConnection, wanted: Filter) -> list[_Place]:
    columns = "quarantine_id, source_name, entity, file, load_id"
    return [_Place(*row) for row in rows_of(connection, wanted, columns)]
