"""Map the columns of one file onto an entity: what fills which column, as SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import duckdb

from ingestion.casting import RULES, always_fits, converted
from ingestion.cells import cell, cells_of, time_reading
from ingestion.entities import DUCKDB_TYPES, ENTITIES
from ingestion.events.derivation import derived
from ingestion.feeds import Feed, LoadError
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import Relation
from ingestion.times import TimeReading, recognised
from warehouse.settings import settings


@dataclass(frozen=True)
class Rule:
    """What a cell must satisfy, as an SQL condition that is true where it does not."""

    code: str
    field: str
    rule: str
    is_broken: str


def told(rules: Sequence[Rule]) -> str:
    """Return SQL of the place, code, field and words of each rule, as ``values``."""
    rows = (
        f"({place}, {literal(rule.code)}, {literal(rule.field)}, {literal(rule.rule)})"
        for place, rule in enumerate(rules)
    )
    return f"values {', '.join(rows)}"


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
    derived: Mapping[str, str] = field(default_factory=dict)
    """Columns that are made, to their SQL over all columns as the file fills them."""
    rules: tuple[Rule, ...] = ()
    """What rows must satisfy besides their cells."""


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
    cells = cells_of(feed, file, relation)
    entity = ENTITIES[feed.entity]
    columns: list[Column] = []
    notes: list[str] = []
    query = cells.sql
    for name, kind in entity.columns.items():
        if name in cells.types:
            source_type = cells.types[name]
            reading = time_reading(feed)
            if source_type == "VARCHAR" and kind in ("date", "timestamp"):
                reading, is_doubtful = _recognised(connection, feed, name, cells.sql)
                if is_doubtful:
                    source = str(feed.mapping.columns[name])
                    notes.append(_doubt(file, source, reading))
            columns.append(_column(feed, name, source_type, reading))
            if name in entity.lenient and columns[-1].rules:
                query = _keeping(query, columns[-1])
                columns[-1] = replace(columns[-1], rules=())
        elif name in feed.mapping.constants:
            columns.append(Column(name, _constant(connection, feed, name, kind)))
        else:
            columns.append(Column(name, f"cast(null as {DUCKDB_TYPES[kind]})"))
        if entity.derived.get(name):
            rules = (*columns[-1].rules, _missing(name, identifier(name)))
            columns[-1] = replace(columns[-1], rules=rules)
    made = derived(literal(feed.source.name)) if entity.derived else {}
    return Mapped(query, tuple(columns), tuple(notes), made)


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
    if name in entity.required and name not in entity.derived:
        rules.append(_missing(name, cell(name)))
    if not always_fits(source_type, kind):
        # What is made in the place of what does not fit must not hide it.
        read = f"({value})" if entity.derived else identifier(name)
        broken = f"{cell(name)} is not null and {read} is null"
        is_time = entity.derived and kind == "timestamp"
        code = "bad_timestamp" if is_time else "wrong_type"
        rules.append(Rule(code, name, f"{name} {RULES[kind]}", broken))
    return Column(name, f"cast({value} as {DUCKDB_TYPES[kind]})", tuple(rules))


def _keeping(cells: str, column: Column) -> str:
    """Return a query of cells whose ``extra`` has what does not fit a column."""
    written = f"json_object({literal(column.name)}, {cell(column.name)}::varchar)"
    return (
        f"select * replace (case when {cell(column.name)} is not null "
        f"and {column.sql} is null "
        f"then json_merge_patch(coalesce(extra, '{{}}'), {written})::varchar "
        f"else extra end as extra) from ({cells})"
    )


def _missing(name: str, value: str) -> Rule:
    rule = f"{name} must not be empty"
    return Rule("missing_required", name, rule, f"{value} is null")


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


def _recognised(
    connection: duckdb.DuckDBPyConnection, feed: Feed, column: str, cells: str
) -> tuple[TimeReading, bool]:
    if feed.mapping.epoch_unit:
        return time_reading(feed), False
    if own := feed.mapping.datetime_format:
        _check_format(connection, feed, own)
        return time_reading(feed, (own,)), False
    formats, is_doubtful = recognised(
        connection,
        f"select {cell(column)} as value from ({cells})",
        is_month_first=settings().shop.currency == "USD",
    )
    return time_reading(feed, formats), is_doubtful


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
