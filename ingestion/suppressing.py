"""Rows of people whose rows are not kept: they are counted, and nothing of them stays.

Not even why one of them might have been refused, nor the key that it has in its
database: both are told by hashes, see `warehouse.suppressions`.
"""

from dataclasses import replace

import duckdb

from ingestion.classification import SUPPRESSED
from ingestion.entities import ENTITIES
from ingestion.feeds import Feed
from ingestion.mapping import Column, Mapped, Rule
from ingestion.quoting import identifier, literal
from warehouse.personal import WHOSE
from warehouse.suppressions import digest_sql, suppressed

TABLE = "suppressions"


def without_suppressed(
    connection: duckdb.DuckDBPyConnection, feed: Feed, shape: Mapped
) -> Mapped:
    """Return a mapping that first of all refuses the rows of suppressed people.

    Args:
        connection: A temporary table of the hashes is made there.
        feed: What is read.
        shape: How it is read.
    """
    kinds = take_suppressed(connection)
    rules = [
        rule(kind, column, _value(feed, kind, column))
        for column in ENTITIES[feed.entity].columns
        for kind in WHOSE.get(column, ())
        if kind in kinds
    ]
    if not rules:
        return shape
    first, *others = shape.columns
    first = Column(first.name, first.sql, (*rules, *first.rules))
    return replace(shape, columns=(first, *others))


def take_suppressed(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Create the table of hashes, and return the kinds that there are."""
    found = sorted(suppressed())
    connection.execute(
        f"create or replace temp table {TABLE} as select unnest(?::varchar[]) as kind, "
        "unnest(?::varchar[]) as hash",
        [[kind for kind, _ in found], [one for _, one in found]],
    )
    return {kind for kind, _ in found}


def rule(kind: str, field: str, value: str) -> Rule:
    """Return the rule that a row of a suppressed identifier breaks.

    Args:
        kind: Kind of the identifier.
        field: What the quarantine says of where it stands.
        value: SQL of its value.
    """
    return Rule(
        SUPPRESSED,
        field,
        "a person whose rows are not kept",
        f"{digest_sql(kind, value)} in "
        f"(select hash from {TABLE} where kind = {literal(kind)})",
    )


def _value(feed: Feed, kind: str, column: str) -> str:
    name = identifier(column)
    return f"{literal(feed.source.name + '/')} || {name}" if kind == "contact" else name
