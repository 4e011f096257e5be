"""Whom a request is about: all identifiers of one customer, and the records on them."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import duckdb

from warehouse.personal import RECORDS, WHOLE, WHOSE, parted
from warehouse.suppressions import Identifier, canonical, canonical_sql

KINDS = ("customer", "contact", "anonymous", "email", "phone")
_SHORTEST_TELLING, _SHORTEST_TELLING_NUMBER = 6, 10


NAMED = f"""
($kind is null or kind = $kind) and (
    value = $value
    or customer_id = $value and coalesce($kind, 'customer') = 'customer'
    or kind = 'contact' and split_part(value, '/', 2) = $value
    or kind = 'email' and value = {canonical_sql("email", "$value")}
    or kind = 'phone' and length({canonical_sql("phone", "$value")}) > 5
        and {canonical_sql("phone", "value")} = {canonical_sql("phone", "$value")}
)
"""
"""SQL that is true of an identifier that is named ``$value``, of kind ``$kind`` if that
is said."""


class UnknownPersonError(Exception):
    """Nobody, or more than one, is meant; the message says which."""


@dataclass(frozen=True)
class Person:
    """One customer."""

    identifiers: tuple[Identifier, ...]
    """All names of the customer, each of one of `KINDS`."""
    customer_id: str | None = None
    """None where no run has found who it is."""
    spellings: tuple[str, ...] = ()
    """Addresses and numbers as sources write them."""
    records: tuple[Identifier, ...] = ()
    """Their orders and deals."""
    pseudonyms: dict[str, str] = field(default_factory=dict)
    """Identifier, its kind before a colon, to what takes its place; empty where rows
    are removed."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return all texts that name the person."""
        contacts = [
            value.partition("/")[2]
            for kind, value in self.identifiers
            if kind == "contact"
        ]
        values = [value for _, value in self.identifiers]
        return tuple(dict.fromkeys([*values, *contacts, *self.spellings]))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Return the names that no other text has in it by chance."""
        return tuple(one for one in self.names if is_telling(one))

    @cached_property
    def short(self) -> tuple[str, ...]:
        """Return the names that stand in other texts, too: only whole values count."""
        return tuple(one for one in self.names if not is_telling(one))

    @property
    def spelled(self) -> list[Identifier]:
        """Return addresses and numbers as sources write them, with their kinds."""
        return [("email" if "@" in text else "phone", text) for text in self.spellings]

    @property
    def pattern(self) -> str | None:
        """Return a regular expression of what names the person; None if nothing may."""
        longest_first = sorted(self.telling, key=len, reverse=True)
        return "(?i)" + one_of(longest_first) if longest_first else None

    def has(self, kind: str, value: object) -> bool:
        """Return whether a value of a kind is one of the person's."""
        said = canonical(kind, str(value))
        return any(
            one == kind and canonical(kind, known) == said
            for one, known in self.identifiers
        )

    def anonymised(self) -> "Person":
        """Return the person with a random pseudonym of each identifier.

        All ids of the customer get one, so that one customer stays one.
        """
        customer = _random("customer")
        return Person(
            self.identifiers,
            self.customer_id,
            self.spellings,
            self.records,
            {
                f"{kind}:{value}": customer if kind == "customer" else _random(kind)
                for kind, value in self.identifiers
            },
        )


def one_of(names: Iterable[str]) -> str:
    """Return a regular expression of one of some texts."""
    return f"(?:{'|'.join(map(re.escape, names))})"


def is_telling(name: str) -> bool:
    """Return whether a name is so long that finding it means finding the person."""
    least = _SHORTEST_TELLING_NUMBER if name.isdigit() else _SHORTEST_TELLING
    return len(name) >= least


def find(connection: duckdb.DuckDBPyConnection, named: str) -> Person:
    """Return the customer that an identifier names, by what the last run found.

    Args:
        connection: The warehouse.
        named: An id, e-mail, phone or device, with its kind before a colon or without.

    Raises:
        UnknownPersonError: If two customers are named so.
    """
    kind, value = split(named)
    rows = connection.execute(
        f"""
        select distinct customer_id from identities.identifiers
        where {NAMED}
        union
        select to_customer_id from identities.redirects
        where customer_id = $value and coalesce($kind, 'customer') = 'customer'
        order by customer_id
        """,
        {"kind": kind, "value": value},
    ).fetchall()
    if len(rows) > 1:
        who = ", ".join(one for (one,) in rows)
        message = f"{named} names more than one customer ({who}); name one of these"
        raise UnknownPersonError(message)
    if rows:
        return _of_customer(connection, rows[0][0])
    kinds = (kind,) if kind else _guessed(value)
    return _completed(
        connection, Person(tuple((one, canonical(one, value)) for one in kinds))
    )


def split(named: str) -> tuple[str | None, str]:
    """Return the kind, if it is said, and the value of an identifier.

    Raises:
        UnknownPersonError: If there is no value.
    """
    kind, colon, value = named.strip().partition(":")
    found = (kind, value) if colon and kind in KINDS else (None, named.strip())
    if not found[1]:
        message = "name the person by an id, an e-mail address, a phone or a device"
        raise UnknownPersonError(message)
    return found


def _guessed(value: str) -> tuple[str, ...]:
    return ("email", "customer") if "@" in value else ("customer",)


def _of_customer(connection: duckdb.DuckDBPyConnection, customer_id: str) -> Person:
    known = connection.execute(
        "select kind, value from identities.identifiers where customer_id = $id "
        "union select 'customer', customer_id from identities.redirects "
        "where to_customer_id = $id union select 'customer', $id order by all",
        {"id": customer_id},
    ).fetchall()
    return _completed(connection, Person(tuple(known), customer_id))


def _completed(connection: duckdb.DuckDBPyConnection, person: Person) -> Person:
    """Add how sources write the person's addresses and numbers, and their records."""
    tables = _loaded_tables(connection)
    spellings: list[str] = []
    records: list[Identifier] = []
    create_table(connection, person)
    for table, columns in tables.items():
        spellings += [
            text
            for kind in ("email", "phone")
            if kind in columns
            for (text,) in connection.execute(
                f"select distinct {kind} from {table} where {_is_of(kind, kind)}"
            ).fetchall()
        ]
        owners = [one for one in columns if one in WHOSE and not _is_record(one)]
        for kind in RECORDS:
            column = f"{kind}_id"
            if column in columns and owners:
                theirs = condition([*owners, "source_name"])
                records += [
                    (kind, record)
                    for (record,) in connection.execute(
                        f"select {column} from {table} where {column} is not null "
                        f"group by {column} having bool_or({theirs}) and "
                        f"bool_and(coalesce({theirs}, true) or {_is_nobodys(owners)})"
                    ).fetchall()
                ]
    digits = [
        canonical("phone", value)
        for kind, value in person.identifiers
        if kind == "phone"
    ]
    return Person(
        person.identifiers,
        person.customer_id,
        tuple(sorted({*spellings, *digits})),
        tuple(sorted(set(records))),
    )


def create_table(connection: duckdb.DuckDBPyConnection, person: Person) -> None:
    """Create the temporary table ``person``: kind, value, and what takes its place."""
    rows = [
        (kind, canonical(kind, value), person.pseudonyms.get(f"{kind}:{value}"))
        for kind, value in (*person.identifiers, *person.records)
    ]
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
        _is_of(*told_by(kind, column, there))
        for column in there
        for kind in WHOSE.get(parted(column)[1], ())
    ]
    parts += [_is_of("whole", column) for column in there if column in WHOLE]
    if {"kind", "value"} <= set(there):
        parts.append(_is_of("whole", "kind || ':' || value"))
    return f"({' or '.join(parts)})" if parts else None


def told_by(kind: str, column: str, there: Iterable[str]) -> tuple[str, str]:
    """Return the kind in the table ``person`` and SQL of the value of a column.

    A contact's id says who it is together with its source, where that is told.
    """
    source = f"{parted(column)[0]}source_name"
    if kind == "contact" and source in there:
        return kind, f"{source} || '/' || {column}"
    return ("contact_id" if kind == "contact" else kind), column


def _is_of(kind: str, value: str) -> str:
    return (
        f"coalesce({canonical_sql(kind, value)} in "
        f"(select value from person where kind = '{kind}'), false)"
    )


def _is_nobodys(columns: Iterable[str]) -> str:
    return " and ".join(f"{one} is null" for one in columns)


def _is_record(column: str) -> bool:
    return all(kind in RECORDS for kind in WHOSE[column])


def _loaded_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the tables that say what sources said, with their columns."""
    rows = connection.execute(
        "select schema_name || '.' || table_name, "
        "list(column_name order by column_index) "
        "from duckdb_columns() where database_name = current_database() "
        "and (starts_with(schema_name, 'raw_') or schema_name = 'intermediate') "
        "and table_name in (select table_name from duckdb_tables()) "
        "group by all order by all"
    ).fetchall()
    return dict(rows)


def _random(kind: str) -> str:
    return f"erased-{kind}-{secrets.token_hex(8)}"
