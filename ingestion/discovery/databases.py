"""The tables of a database, by SQLAlchemy's inspector and the first rows of each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, text, types
from sqlalchemy import Table as SqlTable
from sqlalchemy import column as sql_column
from sqlalchemy.engine.reflection import ObjectKind
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.schema import MetaData

from ingestion.database import engine_of, redacted, table_parts, table_text
from ingestion.discovery.tables import SAMPLE_ROWS, Column, Kind, Table

SYSTEM = {
    "information_schema", "performance_schema", "mysql", "sys", "pg_catalog", "pg_toast"
}  # fmt: skip
"""Schemas that hold the server's own tables."""

SAMPLE_SECONDS = 10
"""How long the first rows of one table may take: a view can be a day's work."""

ROW_ESTIMATES = {
    "postgresql": """
        select n.nspname, c.relname, cast(c.reltuples as bigint)
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where c.reltuples >= 0 and c.relkind in ('r', 'm', 'p')
    """,
    "mysql": """
        select table_schema, table_name, table_rows
        from information_schema.tables
        where table_rows is not null
    """,
}
"""Rows by the server's own statistics, which cost nothing to ask."""

KINDS: tuple[tuple[type[types.TypeEngine[Any]], Kind], ...] = (
    (types.Boolean, "boolean"),
    (types.Integer, "integer"),
    (types.Numeric, "number"),
    (types.Date, "date"),
    (types.DateTime, "timestamp"),
    (types.String, "text"),
    (types.Uuid, "text"),
)


def tables(url: str) -> list[Table]:
    """Return the tables and views that a user can see, without values.

    Args:
        url: SQLAlchemy URL with its secrets.

    Raises:
        DatabaseError: If it cannot be connected to.
    """
    engine = engine_of(url)
    try:
        with redacted(url), engine.connect() as connection:
            found = _tables(connection)
    finally:
        engine.dispose()
    return found


def sampled(url: str, wanted: list[Table]) -> list[Table]:
    """Return tables with the values of their first rows.

    A table that cannot be read, or not within `SAMPLE_SECONDS`, stays without.

    Raises:
        DatabaseError: If the database cannot be connected to.
    """
    engine = engine_of(url)
    try:
        with redacted(url):
            return [_sampled(engine, table) for table in wanted]
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[Table]:
    inspector = inspect(connection)
    default = inspector.default_schema_name
    estimates = _estimates(connection)
    found = []
    for schema in inspector.get_schema_names():
        if schema in SYSTEM or schema.startswith("pg_"):
            continue
        options: dict[str, Any] = {"schema": schema, "kind": ObjectKind.ANY}
        keys = inspector.get_multi_pk_constraint(**options)
        foreign = inspector.get_multi_foreign_keys(**options)
        indexes = inspector.get_multi_indexes(**options)
        views = {*inspector.get_view_names(schema)}
        for place, columns in inspector.get_multi_columns(**options).items():
            name = place[1]
            primary = (keys.get(place) or {}).get("constrained_columns") or []
            found.append(
                Table(
                    name=name,
                    columns=_columns(
                        columns, primary, foreign.get(place, []), indexes.get(place, [])
                    ),
                    place={
                        "table": table_text(name, None if schema == default else schema)
                    },
                    rows=estimates.get((schema, name)),
                    is_view=name in views,
                )
            )
    return found


def _columns(
    found: list[Any], primary: list[str], foreign: list[Any], indexes: list[Any]
) -> tuple[Column, ...]:
    references = defaultdict(
        lambda: None,
        {
            key["constrained_columns"][0]: key["referred_table"]
            for key in foreign
            if len(key["constrained_columns"]) == 1
        },
    )
    # An index finds what changed only by its first column.
    indexed = {index["column_names"][0] for index in indexes if index["column_names"]}
    return tuple(
        Column(
            name=column["name"],
            type=_said(column["type"]),
            kind=_kind(column["type"]),
            is_primary=column["name"] in primary,
            is_indexed=column["name"] in {*indexed, *primary[:1]},
            references=references[column["name"]],
        )
        for column in found
    )


def _kind(kind: types.TypeEngine[Any]) -> Kind:
    if isinstance(kind, types.DateTime) and kind.timezone:
        return "instant"
    for known, name in KINDS:
        if isinstance(kind, known):
            return name
    return "other"


def _said(kind: types.TypeEngine[Any]) -> str:
    try:
        return str(kind).lower()
    except SQLAlchemyError:
        # A type that no dialect can write, such as that of an SQLite column without.
        return "unknown"


def _estimates(connection: Connection) -> dict[tuple[str, str], int]:
    if connection.dialect.name == "sqlite":
        return dict(_sqlite_estimates(connection))
    sql = ROW_ESTIMATES.get(connection.dialect.name)
    if sql is None:
        return {}
    found = connection.execute(text(sql))
    return {(schema, name): int(rows) for schema, name, rows in found}


def _sqlite_estimates(
    connection: Connection,
) -> Iterator[tuple[tuple[str, str], int]]:
    """Give the highest row number of each table, which is found without counting."""
    named = "select name from sqlite_schema where type = 'table'"
    for (name,) in connection.execute(text(named)).all():
        highest = select(func.max(sql_column("rowid"))).select_from(_named(name))
        try:
            rows = connection.execute(highest).scalar()
        except DBAPIError:  # a table without row numbers
            continue
        yield ("main", name), rows or 0


def _named(name: str, schema: str | None = None) -> SqlTable:
    return SqlTable(name, MetaData(), schema=schema, quote=True, quote_schema=True)


def _sampled(engine: Engine, table: Table) -> Table:
    name, schema = table_parts(table.place["table"])
    columns = [sql_column(column.name) for column in table.columns]
    if not columns:
        return table
    rows = select(*columns).select_from(_named(name, schema)).limit(SAMPLE_ROWS)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text(f"set local statement_timeout = '{SAMPLE_SECONDS}s'")
            )
        try:
            found = connection.execute(rows).all()
        except DBAPIError:
            return table
    values = {
        column.name: tuple(_text(row[place]) for row in found if row[place] is not None)
        for place, column in enumerate(table.columns)
    }
    return table.with_values(values)


def _text(value: object) -> str:
    # `str` of a datetime is ISO 8601 with a space, as TOML and people write it.
    return str(value).lower() if isinstance(value, bool) else str(value)
