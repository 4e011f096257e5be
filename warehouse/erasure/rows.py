"""Which rows are a person's, as SQL: where a column says so."""

from collections.abc import Iterable

import duckdb

from warehouse.erasure.person import Person
from warehouse.personal import WHOLE, WHOSE, parted
from warehouse.suppressions import canonical, canonical_sql


def create_table(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Create the temporary table ``person``: kind, value, and what takes its place."""
    rows = [
        (kind, canonical(kind, value), person.pseudonyms.get(f"{kind}:{value}"))
        for kind, value in (*person.identifiers, *person.records)
    ]
    # Of a table that does not say whose contacts they are.
    rows += [
        ("contact_id", value.partition("/")[2], pseudonym)
        for kind, value, pseudonym in rows
        if kind == "contact"
    ]
    rows += [("whole", f"{kind}:{value}", None) for kind, value in person.identifiers]
    connection.execute(
        "create or replace temp table person as select unnest(?::varchar[]) as kind, "
        "unnest(?::varchar[]) as value, unnest(?::varchar[]) as pseudonym",
        [[row[n] for row in rows] for n in range(3)],
    )


def condition(columns: Iterable[str]) -> str | None:
    """Return SQL that is true of the person's rows; None if no column says whose.

    Args:
        columns: Those of the table.
    """
    there = list(columns)
    parts = [
        is_of(*told_by(kind, column, there))
        for column in there
        for kind in WHOSE.get(parted(column)[1], ())
    ]
    parts += [is_of("whole", column) for column in there if column in WHOLE]
    if {"kind", "value"} <= set(there):
        parts.append(is_of("whole", "kind || ':' || value"))
    return f"({' or '.join(parts)})" if parts else None


def told_by(kind: str, column: str, there: Iterable[str]) -> tuple[str, str]:
    """Return the kind in the table ``person`` and SQL of the value of a column.

    A contact's id says who it is together with its source, where that is told.
    """
    source = f"{parted(column)[0]}source_name"
    if kind == "contact" and source in there:
        return kind, f"{source} || '/' || {column}"
    return ("contact_id" if kind == "contact" else kind), column


def is_of(kind: str, value: str) -> str:
    """Return SQL that is true where SQL of a value is the person's, of a kind."""
    return (
        f"coalesce({canonical_sql(kind, value)} in "
        f"(select value from person where kind = '{kind}'), false)"
    )
