"""Map the columns of one file onto an entity: what fills which column, as SQL."""

from dataclasses import dataclass
from datetime import date, datetime

import duckdb

from ingestion.casting import RULES, always_fits, cleaned, converted
from ingestion.entities import DUCKDB_TYPES, ENTITIES
from ingestion.feeds import Feed, LoadError, suggested
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import KEY, ROW, Relation
from ingestion.times import TimeReading, recognised
from warehouse.settings import settings


@dataclass(frozen=True)
class Rule:
    """What a cell must satisfy, as an SQL condition that is true where it does not."""

    code: str
    field: str
    rule: str
    is_broken: str


@dataclass(frozen=True)
class Column:
    """One column of the entity: its value, and what its cells must satisfy."""

    name: str
    sql: str
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Mapped:
    """The cells of a file, and the entity's columns made of them."""

    cells: str
    """Query of what the file says for each mapped column, with ``extra``, `KEY` and
    `ROW`."""
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    """What a person should know of how the file was read."""


def mapped(
    connection: duckdb.DuckDBPyConnection, feed: Feed, file: str, relation: Relation
) -> Mapped:
    """Return how a file's columns fill its entity.

    Args:
        connection: Where the relation can be read; formats of times are found there.
        feed: The mapping.
        file: What the file is called in messages.
        relation: Its rows.

    Raises:
        LoadError: If the file lacks a mapped column, or a constant does not fit.
    """
    sources = {
        column: _found(feed, file, column, source, relation.columns)
        for column, source in feed.mapping.columns.items()
    }
    cells = _cells(feed, sources, relation)
    columns: list[Column] = []
    notes: list[str] = []
    for name, kind in ENTITIES[feed.entity].columns.items():
        if name in sources:
            source_type = relation.columns[sources[name]]
            reading = _reading(feed)
            if source_type == "VARCHAR" and kind in ("date", "timestamp"):
                reading, is_doubtful = _recognised(connection, feed, name, cells)
                if is_doubtful:
                    notes.append(_doubt(file, sources[name], reading))
            columns.append(_column(feed, name, source_type, reading))
        elif name in feed.mapping.constants:
            columns.append(Column(name, _constant(connection, feed, name, kind)))
        else:
            columns.append(Column(name, f"cast(null as {DUCKDB_TYPES[kind]})"))
    return Mapped(cells, tuple(columns), tuple(notes))


def cell(column: str) -> str:
    """Return the name of a column's cells in `Mapped.cells`."""
    return identifier(f"cell of {column}")


def _cells(feed: Feed, sources: dict[str, str], relation: Relation) -> str:
    kinds = ENTITIES[feed.entity].columns
    wanted = [
        cleaned(
            identifier(source),
            relation.columns[source],
            is_prose=kinds[column] == "text" and not column.endswith("_id"),
        )
        + f" as {cell(column)}"
        for column, source in sources.items()
    ]
    unmapped = [name for name in relation.columns if name not in sources.values()]
    pairs = ", ".join(f"{literal(name)}: {identifier(name)}" for name in unmapped)
    extra = f"cast(to_json({{{pairs}}}) as varchar)" if unmapped else "null::varchar"
    wanted += [f"{extra} as extra", f"{relation.key} as {KEY}", ROW]
    return f"select {', '.join(wanted)} from ({relation.sql})"


def _found(
    feed: Feed, file: str, column: str, source: str, there: dict[str, str]
) -> str:
    """Return the file's own name of a column, whose case may differ."""
    if source in there:
        return source
    folded = source.strip().casefold()
    alike = [name for name in there if name.strip().casefold() == folded]
    if len(alike) == 1:
        return alike[0]
    message = (
        f"{feed}: {file} has no column {source!r} for {column}"
        f"{suggested(source, there)}; its columns are {', '.join(there)}"
    )
    raise LoadError(message)


def _column(feed: Feed, name: str, source_type: str, reading: TimeReading) -> Column:
    entity = ENTITIES[feed.entity]
    kind = entity.columns[name]
    value = converted(
        cell(name),
        source_type,
        kind,
        is_id=name.endswith("_id"),
        decimal_separator=feed.source.decimal_separator,
        reading=reading,
    )
    rules = []
    if name in entity.required:
        rule = f"{name} must not be empty"
        rules.append(Rule("missing_required", name, rule, f"{cell(name)} is null"))
    if not always_fits(source_type, kind):
        broken = f"{cell(name)} is not null and {identifier(name)} is null"
        rules.append(Rule("wrong_type", name, f"{name} {RULES[kind]}", broken))
    return Column(name, f"cast({value} as {DUCKDB_TYPES[kind]})", tuple(rules))


def _constant(
    connection: duckdb.DuckDBPyConnection, feed: Feed, column: str, kind: str
) -> str:
    value = feed.mapping.constants[column]
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, datetime | date):
        text = value.isoformat()
    else:
        text = str(value)
    # A constant is written as TOML writes it, whatever the file's own style is.
    sql = converted(
        literal(text), "VARCHAR", kind, is_id=False, decimal_separator=".",
        reading=TimeReading(feed.timezone, settings().shop.timezone),
    )  # fmt: skip
    sql = f"cast({sql} as {DUCKDB_TYPES[kind]})"
    row = connection.execute(f"select {sql}").fetchone()
    if row is None or row[0] is None:
        message = f"{feed}: the constant {text!r} of {column} {RULES[kind]}"
        raise LoadError(message)
    return sql


def _reading(feed: Feed, formats: tuple[str, ...] = ()) -> TimeReading:
    return TimeReading(
        timezone=feed.timezone,
        shop_timezone=settings().shop.timezone,
        epoch_unit=feed.mapping.epoch_unit,
        formats=formats,
        is_jalali=settings().shop.calendar == "jalali",
    )


def _recognised(
    connection: duckdb.DuckDBPyConnection, feed: Feed, column: str, cells: str
) -> tuple[TimeReading, bool]:
    if feed.mapping.epoch_unit:
        return _reading(feed), False
    if own := feed.mapping.datetime_format:
        _check_format(connection, feed, own)
        return _reading(feed, (own,)), False
    formats, is_doubtful = recognised(
        connection,
        f"select {cell(column)} as value from ({cells})",
        is_month_first=settings().shop.currency == "USD",
    )
    return _reading(feed, formats), is_doubtful


def _check_format(connection: duckdb.DuckDBPyConnection, feed: Feed, own: str) -> None:
    try:
        connection.execute("select try_strptime('', ?)", [own])
    except duckdb.InvalidInputException as error:
        message = f"{feed}: datetime_format {own!r} is wrong: {error}"
        raise LoadError(message) from error


def _doubt(file: str, source: str, reading: TimeReading) -> str:
    order = "month" if reading.formats[0].startswith("%m") else "day"
    return (
        f"{file}: the dates of {source} fit day first and month first; {order} first "
        "is taken (`datetime_format` says otherwise)"
    )
