"""The cells of a file: what it says for each column that the settings map, as SQL.

A cell is one column of the source without what means nothing, or what the settings say
that its value means, or a JSON object of several columns.
"""

from dataclasses import dataclass
from typing import Any

from ingestion.casting import OBJECT, cleaned, converted
from ingestion.entities import ENTITIES
from ingestion.feeds import Feed, LoadError, suggested
from ingestion.nesting import Filled, json_object
from ingestion.quoting import identifier, literal
from ingestion.readers.relation import KEY, ROW, Relation
from ingestion.times import TimeReading
from warehouse.settings import settings


@dataclass(frozen=True)
class Cells:
    """What a file says for each mapped column."""

    sql: str
    """Query of the cells, called `cell` of their column, with ``extra``, `KEY` and
    `ROW`."""
    types: dict[str, str]
    """Column to DuckDB's type of its cells, or `OBJECT`."""


def cell(column: str) -> str:
    """Return the name of a column's cells in `Cells.sql`."""
    return identifier(f"cell of {column}")


def cells_of(feed: Feed, file: str, relation: Relation) -> Cells:
    """Return what a file says for each mapped column.

    Raises:
        LoadError: If the file lacks a mapped column.
    """
    kinds = ENTITIES[feed.entity].columns
    used: set[str] = set()

    def value(place: str, source: str, *, is_prose: bool) -> tuple[str, str]:
        name = _found(feed, file, place, source, relation.columns)
        used.add(name)
        kind = relation.columns[name]
        return cleaned(identifier(name), kind, is_prose=is_prose), kind

    def members(place: str, source: dict[str, Any]) -> Filled:
        return {
            name: value(f"{place}.{name}", inner, is_prose=not name.endswith("id"))
            if isinstance(inner, str)
            else members(f"{place}.{name}", inner)
            for name, inner in source.items()
        }

    found: dict[str, tuple[str, str]] = {}
    for column, source in feed.mapping.columns.items():
        if isinstance(source, dict):
            made = json_object(
                members(column, source),
                decimal_separator=feed.source.decimal_separator,
                reading=time_reading(feed),
            )
            found[column] = made, OBJECT
            continue
        is_prose = kinds[column] == "text" and not column.endswith("_id")
        sql, kind = value(column, source, is_prose=is_prose)
        if meanings := feed.mapping.values.get(column):
            sql, kind = _meant(feed, column, sql, kind, meanings), "VARCHAR"
        found[column] = sql, kind
    return Cells(
        _query(found, used, relation),
        {column: kind for column, (_, kind) in found.items()},
    )


def _meant(
    feed: Feed, column: str, value: str, kind: str, meanings: dict[str, str]
) -> str:
    """Return SQL of what a value means, as text; of itself where nothing is said."""
    text = converted(
        value,
        kind,
        "text",
        is_id=column.endswith("_id"),
        decimal_separator=feed.source.decimal_separator,
        reading=time_reading(feed),
    )
    cases = " ".join(
        f"when {literal(one)} then {literal(meaning)}"
        for one, meaning in meanings.items()
    )
    return f"nullif(case {text} {cases} else {text} end, '')"


def _query(
    cells: dict[str, tuple[str, str]], used: set[str], relation: Relation
) -> str:
    wanted = [f"{sql} as {cell(column)}" for column, (sql, _) in cells.items()]
    unmapped = [name for name in relation.columns if name not in used]
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


def time_reading(feed: Feed, formats: tuple[str, ...] = ()) -> TimeReading:
    """Return how the times of a feed are written."""
    return TimeReading(
        timezone=feed.timezone,
        shop_timezone=settings().shop.timezone,
        epoch_unit=feed.mapping.epoch_unit,
        formats=formats,
        is_jalali=settings().shop.calendar == "jalali",
    )
