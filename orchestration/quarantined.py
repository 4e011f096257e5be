"""Refused rows that a person looks at, takes up again, dismisses, or reopens.

A refused event of the landing is in the quarantine as it came, and is judged again by
itself. Rows of files and tables are read again where they come from: what a mapping
makes of a row, it makes of the whole file.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from ingestion.backfill import Backfill
from ingestion.classification import SUPPRESSED
from ingestion.events.pending import others
from ingestion.events.replaying import replay as replay_landed
from ingestion.loading import Load, load_entity, prepare
from ingestion.quarantine import apply_decisions
from ingestion.sources import feeds_of
from ingestion.sources.landed import LANDED_FILE
from orchestration.news import forget_built
from warehouse.decisions import decide
from warehouse.engine import connect

EVENT = (
    "case when entity = 'events' and json_valid(payload) "
    "then coalesce(payload ->> '$.call.event', payload ->> '$.event') end"
)
"""Name of a refused event: of a landed line, or a column of a file."""


ID_LETTERS = 32

DETAILS = (
    "quarantine_id", "status", "code", "field", "rule", "source_name", "entity",
    "file", "source_row", "load_id", "first_seen_at", "last_seen_at", "payload",
)  # fmt: skip
"""Columns that tell all of one row."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which rows of the quarantine are meant; all conditions must hold."""

    ids: Sequence[str] = ()
    """Ids, or how they begin."""
    code: str | None = None
    source: str | None = None
    entity: str | None = None
    event: str | None = None
    field: str | None = None
    status: str | None = "open"

    def __bool__(self) -> bool:
        """Return whether anything but the status is named."""
        named = (self.code, self.source, self.entity, self.event, self.field)
        return bool(self.ids) or any(one is not None for one in named)

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return the condition, and the values of its parameters."""
        columns = {
            "code": self.code, "source_name": self.source, "entity": self.entity,
            EVENT: self.event, "field": self.field, "status": self.status,
        }  # fmt: skip
        found = [(column, one) for column, one in columns.items() if one is not None]
        parts = [f"{column} = $value_{n}" for n, (column, _) in enumerate(found)]
        values: dict[str, Any] = {f"value_{n}": one for n, (_, one) in enumerate(found)}
        if self.ids:
            whole = [one for one in self.ids if len(one) == ID_LETTERS]
            begun = [one for one in self.ids if len(one) != ID_LETTERS]
            of_ids = ["quarantine_id in (select unnest($whole::varchar[]))"]
            of_ids += [
                f"starts_with(quarantine_id, $begun_{n})" for n in range(len(begun))
            ]
            parts.append(f"({' or '.join(of_ids)})")
            values["whole"] = whole
            values |= {f"begun_{n}": one for n, one in enumerate(begun)}
        return " and ".join(parts) or "true", values


@dataclass(frozen=True)
class Replayed:
    """What became of rows that were taken up again."""

    taken_up: int = 0
    loads: tuple[Load, ...] = ()
    still_refused: int = 0
    gone: tuple[str, ...] = ()
    """Files that hold some of the rows and are not there now."""


@contextmanager
def warehouse() -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, with all its tables; the caller holds the run lock."""
    prepare()
    with connect() as connection:
        yield connection


def rows_of(
    connection: duckdb.DuckDBPyConnection, wanted: Filter, columns: str
) -> list[tuple[Any, ...]]:
    """Return columns of the rows that a filter names, oldest first."""
    condition, values = wanted.sql()
    return connection.execute(
        f"select {columns} from ops.quarantine where {condition} "
        "order by first_seen_at, quarantine_id",
        values,
    ).fetchall()


def summary(
    connection: duckdb.DuckDBPyConnection, wanted: Filter, id_letters: int
) -> list[tuple[Any, ...]]:
    """Return the rows that a filter names, counted by what is wrong, most first."""
    condition, values = wanted.sql()
    return connection.execute(
        f"""
        select
            source_name, entity, code, field, rule, status, count(*) as rows,
            date_trunc('second', min(first_seen_at)),
            date_trunc('second', max(last_seen_at)),
            left(min(quarantine_id), {id_letters})
        from ops.quarantine
        where {condition}
        group by source_name, entity, code, field, rule, status
        order by rows desc, source_name, entity, code, field, rule, status
        """,
        values,
    ).fetchall()


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
