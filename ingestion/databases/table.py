"""A table or query of a database, with the columns that it has now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ingestion.databases import statements
from ingestion.databases.connection import missing_table
from ingestion.databases.moments import Moments
from ingestion.databases.urls import table_parts
from ingestion.feeds import Feed, LoadError, suggested
from ingestion.readers.relation import numbered_names
from ingestion.versions import reading_of
from warehouse.settings import Entity as Mapping


@dataclass(frozen=True)
class Table:
    """What of a database fills an entity."""

    place: tuple[str, str, str]
    """Source, entity, and what the table is called in the ledger."""
    mapping: Mapping
    key: tuple[str, ...]
    """Columns that tell its rows apart; empty where nothing does."""
    updated_at: str | None
    """Column that a change sets."""
    moments: Moments
    """How that column's times are written."""
    reading: str
    """Hash of all that decides what a row becomes, the table's own columns too."""

    def __str__(self) -> str:
        """Return such as ``source crm, entity orders``."""
        return f"source {self.place[0]}, entity {self.place[1]}"

    @property
    def keyed_by(self) -> str:
        """Return the key as the cursor remembers it."""
        return ", ".join(self.key)


def table_of(
    feed: Feed, file: str, key: Sequence[str], connection: sa.Connection
) -> Table:
    """Return what a feed reads, its columns called as the database calls them.

    Args:
        feed: The feed.
        file: What the table is called in the ledger.
        key: Columns that tell its rows apart.
        connection: The database.

    Raises:
        LoadError: If the table, or a column of the key or ``updated_at``, is not there.
    """
    mapping = feed.mapping
    columns = _columns(feed, connection)
    updated_at = mapping.updated_at
    decisive = (columns, mapping.query, updated_at)
    shape = hashlib.sha256(repr(decisive).encode()).hexdigest()[:12]
    return Table(
        place=(feed.source.name, feed.entity, file),
        mapping=mapping,
        key=tuple(_found(feed, file, name, columns, "key") for name in key),
        updated_at=updated_at and _found(feed, file, updated_at, columns, "updated_at"),
        moments=Moments(feed.timezone, mapping.epoch_unit),
        reading=f"{reading_of(feed)}:{shape}",
    )


def _columns(feed: Feed, connection: sa.Connection) -> dict[str, str]:
    """Return the columns, with what the driver says of their types."""
    if feed.mapping.table is not None:
        name, schema = table_parts(feed.mapping.table)
        if told := missing_table(connection, name, schema):
            message = f"{feed}: {told}"
            raise LoadError(message)
    query = statements.all_of(feed.mapping).limit(0)
    with connection.execute(query) as result:
        described = result.cursor.description if result.cursor else ()
        names = numbered_names([column[0] for column in described])
        types = [str(column[1]) for column in described]
    return dict(zip(names, types, strict=True))


def _found(
    feed: Feed, file: str, name: str, columns: dict[str, str], where: str
) -> str:
    folded = name.casefold()
    alike = [one for one in columns if one == name or one.casefold() == folded]
    if name in alike or len(alike) == 1:
        return name if name in alike else alike[0]
    message = (
        f"{feed}: {file} has no column {name!r} for `{where}`"
        f"{suggested(name, columns)}; its columns are {', '.join(columns)}"
    )
    raise LoadError(message)
