"""What is asked of a database, in its own SQL: rows, keys, rows of some keys."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from ingestion.databases.connection import is_postgresql
from ingestion.databases.urls import table_parts
from warehouse.settings import Entity as Mapping


def relation(mapping: Mapping) -> sa.FromClause:
    """Return the table or the query of a mapping."""
    if mapping.query is None:
        name, schema = table_parts(mapping.table or "")
        return sa.table(name, schema=schema)
    # A colon begins a parameter; a line's end closes a comment.
    query = mapping.query.strip().rstrip(";").replace(":", "\\:")
    return sa.text(f"{query}\n").columns().subquery("source_rows")


def all_of(mapping: Mapping, columns: Sequence[sa.ColumnElement] = ()) -> sa.Select:
    """Return a query of all rows; of all columns if none are named."""
    listed = columns or [sa.text("*")]
    return sa.select(*listed).select_from(relation(mapping))


def changed_since(
    updated_at: str,
    since: Any,
    between: tuple[Any, Any] | None,
    connection: sa.Connection,
) -> sa.ColumnElement[bool]:
    """Return a condition of what changed since a time, has none, or is in a window."""
    column = sa.column(updated_at)
    found = column.is_(None) | (column >= bound(since, connection))
    if between is not None:
        start, end = (bound(value, connection) for value in between)
        found |= (column >= start) & (column < end)
    return found


def of_keys(
    key: Sequence[str], values: Sequence[Sequence[Any]], connection: sa.Connection
) -> sa.ColumnElement[bool]:
    """Return a condition that is true for rows of some keys."""
    if len(key) == 1 and all(value is not None for (value,) in values):
        listed = [bound(value, connection) for (value,) in values]
        return sa.column(key[0]).in_(listed)
    return sa.or_(
        *(
            sa.and_(
                *(
                    sa.column(name).is_(None)
                    if value is None
                    else sa.column(name) == bound(value, connection)
                    for name, value in zip(key, row, strict=True)
                )
            )
            for row in values
        )
    )


def bound(value: Any, connection: sa.Connection) -> sa.BindParameter:
    """Return a value as a parameter; PostgreSQL finds its type by the column."""
    if is_postgresql(connection):
        return sa.bindparam(None, str(value), type_=sa.types.NullType(), unique=True)
    return sa.bindparam(None, value, unique=True)
