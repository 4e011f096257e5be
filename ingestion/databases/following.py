"""Follow a table that has a key: read what changed, find what is gone or was missed.

Read is what changed at or after the latest ``updated_at`` that is known, less a lag for
transactions that commit late, and rows without one; a table without such a column is
read whole. Rows that are known as they are are dropped. From time to time all keys are
compared besides: keys that are gone, and rows with a key or an ``updated_at`` that is
not known, because they were committed later than the lag or their ``updated_at`` went
back. A row that was changed with its ``updated_at`` left as it was is found by a
backfill alone.

The latest ``updated_at`` is never after the database's own clock: a row that is dated
in the future is read each time, and hides no others.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import sqlalchemy as sa

from ingestion.changes import Change, Cursor
from ingestion.databases import state, statements
from ingestion.databases.connection import clock
from ingestion.databases.extraction import Extract, Extraction
from ingestion.databases.high_water import check_key, latest
from ingestion.databases.table import Table
from ingestion.databases.values import as_value
from ingestion.feeds import LoadError, Visit
from ingestion.quoting import identifier, literal
from warehouse.engine import connect
from warehouse.settings import Source, settings

MOST_KEYS = 20_000
"""Rows that are read by their keys; of more, the whole table is read."""
KEYS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Followed:
    """What a table has that is not known yet."""

    extract: Extract
    files: str
    """Pattern of the files that hold the rows to load."""
    rows: int
    first_row: int
    is_fresh: bool
    """Whether nothing was known, so that the rows replace what is loaded."""
    change: Change


def followed(
    table: Table, source: Source, database: sa.Connection, visit: Visit
) -> Followed | None:
    """Return what changed of a table since the last load; None if nothing did.

    Args:
        table: The table.
        source: Whose lag and time between comparisons count.
        database: An open connection.
        visit: Where files are written, and what is read besides.

    Raises:
        LoadError: If the key does not tell rows apart, ``updated_at`` holds no times,
            or too many rows are gone.
    """
    with connect() as warehouse:
        before = state.cursor_of(warehouse, table.place)
    if before is not None and (
        before.keyed_by != table.keyed_by
        or (visit.backfill and visit.backfill.replaces(source.name))
        or (visit.backfill and visit.backfill.names(source.name, table.place[2]))
    ):
        before = None
    return _Look(table, source, database, visit, before).found()


class _Look:
    """One look at a table."""

    def __init__(
        self,
        table: Table,
        source: Source,
        database: sa.Connection,
        visit: Visit,
        before: Cursor | None,
    ) -> None:
        self.table, self.source, self.database = table, source, database
        self.visit, self.before = visit, before
        self.folder = visit.folder / f"{table.place[0]}.{table.place[1]}"
        self.now = datetime.now(UTC).replace(tzinfo=None)
        self.clock = clock(database)

    def found(self) -> Followed | None:
        before = self.before
        is_whole = before is None or (
            before.reading != self.table.reading
            or self.table.updated_at is None
            or before.high_water is None
        )
        keys = None
        extract = None
        if not is_whole and self._is_due():
            keys = self._keys()
            extract = self._window(keys)
            is_whole = extract is None
        elif not is_whole:
            extract = self._window(None)
        if extract is None:
            extract = self._whole()
        compared = extract.files if is_whole else keys.files if keys else None
        return self._unknown(extract, compared, is_whole=is_whole)

    def _is_due(self) -> bool:
        age = self.now - self.before.compared_at if self.before else timedelta.max
        return age >= timedelta(hours=self.source.compare_keys_hours)

    def _reader(self, name: str) -> Extraction:
        return Extraction(
            self.database,
            self.folder / name,
            key=self.table.key,
            updated_at=self.table.updated_at,
            say=lambda words: self.visit.say(f"{self.table.place[2]}: {words}"),
        )

    def _whole(self) -> Extract:
        with self._reader("whole") as reader:
            reader.read(statements.all_of(self.table.mapping))
            return reader.finished()

    def _keys(self) -> Extract:
        self.visit.say(f"{self.table.place[2]}: comparing all keys")
        names = dict.fromkeys([*self.table.key, self.table.updated_at or ""])
        with self._reader("keys") as reader:
            columns = [sa.column(name) for name in names]
            reader.read(statements.all_of(self.table.mapping, columns))
            return reader.finished()

    def _window(self, keys: Extract | None) -> Extract | None:
        """Return what changed lately, and what the keys show as missed.

        None where so much was missed that the whole table is to be read.
        """
        table, before = self.table, self.before
        if before is None or before.high_water is None or table.updated_at is None:
            return None
        kind = before.high_water_type or "varchar"
        lag = timedelta(minutes=self.source.lag_minutes)
        changed = statements.changed_since(
            table.updated_at,
            table.moments.before(before.high_water, kind, lag),
            self._day(before.high_water, kind),
            self.database,
        )
        with self._reader("changed") as reader:
            reader.read(statements.all_of(table.mapping).where(changed))
            if keys is not None:
                read = str(reader.folder / "*.parquet")
                missed = self.folder / "missed.parquet"
                with connect() as warehouse:
                    count = state.write_lacking(
                        warehouse, table.place, keys.files, read, missed
                    )
                if count > MOST_KEYS:
                    return None
                for values in self._values(missed, keys):
                    condition = statements.of_keys(table.key, values, self.database)
                    reader.read(statements.all_of(table.mapping).where(condition))
            return reader.finished()

    def _day(self, like: str, kind: str) -> tuple[Any, Any] | None:
        wish = self.visit.backfill
        day = wish and wish.day_of(self.source.name)
        if day is None:
            return None
        zone = ZoneInfo(settings().shop.timezone)
        start = datetime.combine(day, time(), zone)
        end = datetime.combine(day + timedelta(days=1), time(), zone)
        moments = self.table.moments
        return moments.value(start, like, kind), moments.value(end, like, kind)

    def _values(self, missed: Path, keys: Extract) -> list[list[list[Any]]]:
        listed = ", ".join(identifier(name) for name in self.table.key)
        with duckdb.connect() as connection:
            rows = connection.execute(
                f"select {listed} from read_parquet({literal(missed)}) order by all"
            ).fetchall()
        kinds = [keys.types[name] for name in self.table.key]
        values = [
            [as_value(text, kind) for text, kind in zip(row, kinds, strict=True)]
            for row in rows
        ]
        return [
            values[start : start + KEYS_AT_ONCE]
            for start in range(0, len(values), KEYS_AT_ONCE)
        ]

    def _unknown(
        self, extract: Extract, compared: str | None, *, is_whole: bool
    ) -> Followed | None:
        """Return what is to be loaded of what was read."""
        before, table = self.before, self.table
        if is_whole:
            check_key(table, extract)
        is_all = before is None or before.reading != table.reading
        files, rows = extract.files, extract.rows
        gone = self.folder / "gone.parquet"
        with connect() as warehouse:
            if not is_all:
                files = str(self.folder / "unknown.parquet")
                rows = state.write_changed(
                    warehouse,
                    table.place,
                    extract.files,
                    Path(files),
                    is_whole=is_whole,
                )
            lost = state.write_gone(warehouse, table.place, compared, gone)
            known = state.rows_known(warehouse, table.place)
            if not (is_all or rows or lost):
                if compared is not None:
                    state.note_compared(warehouse, table.place, self.now)
                return None
        if before is not None:
            self._check_size(known, lost)
        high_water, kind = latest(table, extract, before, self.clock)
        cursor = Cursor(
            reading=table.reading,
            keyed_by=table.keyed_by,
            high_water=high_water,
            high_water_type=kind,
            rows_read=extract.rows + (before.rows_read if before else 0),
            compared_at=self.now if compared or before is None else before.compared_at,
        )
        return Followed(
            extract=extract,
            files=files,
            rows=rows,
            first_row=before.rows_read if before else 0,
            is_fresh=before is None,
            change=Change(cursor, extract.files, files, gone, lost, is_whole),
        )

    def _check_size(self, known: int, lost: int) -> None:
        least = settings().quality.min_rows_kept_pct
        if (known - lost) * 100 < known * least:
            message = (
                f"{self.table}: {lost:,} of {known:,} rows of {self.table.place[2]} "
                f"are gone: fewer than {least:g} % are left; if that is right, load it "
                "with `karvan run --full-refresh`"
            )
            raise LoadError(message)
