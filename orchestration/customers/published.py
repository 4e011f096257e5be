"""One customer, as what is published says: who it is, why, and what is known."""

from typing import Any

import duckdb

from warehouse.erasure.finding import NAMED, UnknownPersonError, parameters, split
from warehouse.erasure.rows import condition
from warehouse.erasure.tables import tables_of
from warehouse.published import open_published

IDENTIFIERS = "marts.customer_identifiers"
LINKS = "marts.customer_links"
CUSTOMERS = "marts.dim_customers"
FIRST = "array_position(['customer', 'contact', 'email', 'phone', 'anonymous'], kind)"


def customer_of(connection: duckdb.DuckDBPyConnection, named: str) -> str:
    """Return the id of the customer that an identifier names.

    Raises:
        UnknownPersonError: If it names nobody, or two customers.
    """
    found = _customers(connection, named)
    if len(found) != 1:
        who = f"more than one customer ({', '.join(found)})" if found else "nobody"
        message = f"{named} names {who} in what is published"
        raise UnknownPersonError(message)
    return found[0]


def identifier_of(connection: duckdb.DuckDBPyConnection, named: str) -> str:
    """Return an identifier as it is published; with its kind, one may be new.

    Raises:
        UnknownPersonError: If it names nobody without its kind, or two customers.
    """
    kind, value = split(named)
    if kind is not None and not _customers(connection, named):
        return f"{kind}:{value}"
    customer = customer_of(connection, named)
    if not _is_there(connection, IDENTIFIERS):
        return f"customer:{customer}"
    rows = connection.execute(
        f"select identifier from {IDENTIFIERS} where customer_id = $customer "
        f"order by not ({NAMED}) or value = customer_id and kind != 'customer', "
        f"value != $value, {FIRST}, identifier limit 1",
        {"customer": customer, **parameters(kind, value)},
    ).fetchall()
    return rows[0][0] if rows else f"customer:{customer}"


def _customers(connection: duckdb.DuckDBPyConnection, named: str) -> list[str]:
    """Return the ids of all customers that an identifier names."""
    kind, value = split(named)
    found: list[str] = []
    if _is_there(connection, IDENTIFIERS):
        found = _firsts(
            connection.execute(
                f"select distinct customer_id from {IDENTIFIERS} where {NAMED} "
                "order by customer_id",
                parameters(kind, value),
            ).fetchall()
        )
    if not found and kind in (None, "customer"):
        found = _firsts(
            connection.execute(
                f"select customer_id from {CUSTOMERS} where customer_id = ?", [value]
            ).fetchall()
        )
    return found


def shown(named: str) -> dict[str, Any]:
    """Return what is published of a customer.

    Returns:
        ``customer_id``, ``profile``, ``identifiers``, ``links`` (why they are one) and
        ``rows``: table to its rows of the customer.

    Raises:
        UnknownPersonError: If an identifier names nobody, or two customers.
        NothingPublishedError: Before the first successful run.
    """
    connection = open_published()
    customer = customer_of(connection, named)
    profile = records(connection, CUSTOMERS, customer)
    return {
        "customer_id": customer,
        "profile": profile[0] if profile else {},
        "identifiers": records(connection, IDENTIFIERS, customer),
        "links": records(connection, LINKS, customer),
        "rows": _rows(connection, customer),
    }


def records(
    connection: duckdb.DuckDBPyConnection, table: str, customer_id: str
) -> list[dict[str, Any]]:
    """Return the rows of a customer in a table; none where there is no such table."""
    if not _is_there(connection, table):
        return []
    done = connection.execute(
        f"select * from {table} where customer_id = ? order by all", [customer_id]
    )
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def _rows(connection: duckdb.DuckDBPyConnection, customer_id: str) -> dict[str, int]:
    """Return how many rows of each published table are the customer's."""
    [(catalog,)] = connection.execute("select current_database()").fetchall()
    known = [
        ("customer", customer_id),
        *(
            (one["kind"], one["value"])
            for one in records(connection, IDENTIFIERS, customer_id)
        ),
    ]
    values = " union all ".join("select ? as kind, ? as value" for _ in known)
    parameters = [text for one in known for text in one]
    found = {}
    for table in tables_of(connection, catalog):
        theirs = condition(table.columns)
        if theirs and table.schema == "marts":
            [(rows,)] = connection.execute(
                f"with person as ({values}) "
                f"select count(*) from {table.name} where {theirs}",
                parameters,
            ).fetchall()
            found[table.name] = rows
    return {table: rows for table, rows in found.items() if rows}


def _is_there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    schema, _, name = table.partition(".")
    return bool(
        connection.execute(
            "select 1 from duckdb_tables() where schema_name = ? and table_name = ?",
            [schema, name],
        ).fetchall()
    )


def _firsts(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in rows]
