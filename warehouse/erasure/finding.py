"""Find whom a name means: all identifiers of one customer, and the records on them."""

import re
from collections.abc import Iterable

import duckdb
import phonenumbers

from warehouse.erasure.person import KINDS, Person
from warehouse.erasure.rows import condition, create_table, is_of
from warehouse.personal import RECORDS, WHOSE
from warehouse.settings import settings
from warehouse.suppressions import Identifier, canonical, canonical_sql

_NUMBER = re.compile(r"[+\d\s()./-]+")

NAMED = f"""
($kind is null or kind = $kind) and (
    value = $value
    or customer_id = $value and coalesce($kind, 'customer') = 'customer'
    or kind = 'contact' and split_part(value, '/', 2) = $value
    or kind = 'email' and value = {canonical_sql("email", "$value")}
    or kind = 'phone' and length({canonical_sql("phone", "$value")}) > 5
        and {canonical_sql("phone", "value")} = {canonical_sql("phone", "$value")}
    or kind = 'phone' and value = $dialled
)
"""
"""SQL that is true of an identifier that is named so; `parameters` gives its values."""


class UnknownPersonError(Exception):
    """Nobody, or more than one, is meant; the message says which."""


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
        parameters(kind, value),
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


def parameters(kind: str | None, value: str) -> dict[str, str | None]:
    """Return the values of the parameters of `NAMED`.

    Args:
        kind: Of the identifier; None if that is not said.
        value: As somebody writes it; a number as it is dialled in the shop's region.
    """
    return {"kind": kind, "value": value, "dialled": _dialled(value)}


def _dialled(value: str) -> str | None:
    """Return the international form of a telephone number; None of what is none."""
    if not _NUMBER.fullmatch(value):
        return None
    try:
        number = phonenumbers.parse(value, settings().identity.region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


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
                f"select distinct {kind} from {table} where {is_of(kind, kind)}"
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
