"""A table or query of a database as a feed.

A table whose rows have a key is followed: only what is not known of it is loaded, and
merged by key. Without a key the table is a file: it is read whole, known by a hash of
its content whatever the order of its rows, and replaces its rows when it changed.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb

from ingestion.databases import statements
from ingestion.databases.connection import connected
from ingestion.databases.extraction import Extract, Extraction
from ingestion.databases.following import Followed, followed
from ingestion.databases.table import table_of
from ingestion.entities import ENTITIES
from ingestion.feeds import Arrival, Feed, Visit
from ingestion.readers.relation import Relation

SAMPLE_ROWS = 1_000


@dataclass(frozen=True, kw_only=True)
class TableFeed(Feed):
    """What one table or query of a database gives an entity."""

    @property
    def file(self) -> str:
        """Return what the table is called in the ledger; a query as its entity."""
        return self.mapping.table or self.entity

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that tell rows apart; for records, that of the id."""
        if self.mapping.key:
            return self.mapping.key
        record = self.mapping.columns.get(ENTITIES[self.entity].key or "")
        return (record,) if isinstance(record, str) else ()

    def covers(self, file: str) -> bool:
        """Return whether this is the table."""
        return file == self.file

    def arrivals(self, visit: Visit) -> list[Arrival]:
        """Return what is not loaded yet of the table.

        Raises:
            LoadError: If it is not there, the database refuses, a column of the entry
                is missing, or too many of its rows are gone.
            UnreachableError: If the database does not answer.
        """
        with connected(self) as database:
            visit.say(f"{self.entity}: asking for {self.file}")
            table = table_of(self, self.file, self.key, database)
            if table.key:
                found = followed(table, self.source, database, visit)
                return [self._changed(found)] if found else []
            folder = visit.folder / f"{self.source.name}.{self.entity}" / "whole"
            with Extraction(database, folder, say=visit.say) as reader:
                reader.read(statements.all_of(self.mapping))
                whole = self._whole(reader.finished(), table.reading)
            wish = visit.backfill
            is_named = wish is not None and wish.names(self.source.name, self.file)
            return [replace(whole, is_forced=is_named)]

    def sample(self, folder: Path) -> Arrival:
        """Return some of its rows.

        Raises:
            LoadError: As `arrivals`.
            UnreachableError: As `arrivals`.
        """
        with connected(self) as database:
            table = table_of(self, self.file, self.key, database)
            with Extraction(database, folder / self.entity / "sample") as reader:
                reader.read(statements.all_of(self.mapping).limit(SAMPLE_ROWS))
                return self._whole(reader.finished(), table.reading)

    def _whole(self, extract: Extract, reading: str) -> Arrival:
        return Arrival(
            feed=self,
            file=self.file,
            version=f"{extract.content}:{reading}",
            read=partial(_read, extract, extract.files, 0, is_keyed=False),
            replaces=True,
        )

    def _changed(self, found: Followed) -> Arrival:
        extract = found.extract
        return Arrival(
            feed=self,
            file=self.file,
            version=f"{extract.content}:{found.change.cursor.reading}",
            read=partial(_read, extract, found.files, found.first_row, is_keyed=True),
            replaces=found.is_fresh,
            change=found.change,
        )


def _read(
    extract: Extract,
    files: str,
    first_row: int,
    _connection: duckdb.DuckDBPyConnection,
    _staged: Path,
    *,
    is_keyed: bool,
) -> Relation:
    return extract.relation(files, first_row, is_keyed=is_keyed)
