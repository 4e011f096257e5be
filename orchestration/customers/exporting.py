"""All that is kept of a person, for themselves: articles 15 and 20 of the GDPR."""

import json
import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from ingestion.loading import prepare
from warehouse.engine import CANDIDATE, connect
from warehouse.erasure.finding import find
from warehouse.erasure.person import Person
from warehouse.erasure.refused import create_keys, is_theirs
from warehouse.erasure.rows import condition, create_table
from warehouse.erasure.tables import tables_of
from warehouse.suppressions import digest, suppressed

CATALOGS = ("warehouse", CANDIDATE)
DERIVED = ("intermediate", "increments", "ops")
"""Schemas of tables that say nothing that others do not."""


def exported(named: str) -> dict[str, Any]:
    """Return all rows of a person, by table; the caller holds the run lock.

    Args:
        named: Any identifier.

    Returns:
        ``exported_at``, ``identifiers`` and ``tables``: name to rows by column. Tables
        without a row of theirs are left out.

    Raises:
        UnknownPersonError: If it names two customers.
    """
    prepare()
    tables: dict[str, list[dict[str, Any]]] = {}
    with connect() as connection:
        person = find(connection, named)
        create_table(connection, person)
        for catalog in CATALOGS:
            connection.execute(f"use {catalog}")
            tables |= dict(_rows(connection, catalog))
        create_keys(connection)
        if refused := _records(
            connection,
            f"select * from warehouse.ops.quarantine where {is_theirs(person)}",
        ):
            tables["ops.quarantine"] = refused
    return {
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "customer_id": person.customer_id,
        "identifiers": [
            {"kind": kind, "value": value} for kind, value in person.identifiers
        ],
        "is_suppressed": _is_suppressed(person),
        "tables": tables,
    }


def write(found: dict[str, Any], path: Path) -> None:
    """Write an export as JSON that its owner alone can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False, indent=2, default=_plain)


def _rows(
    connection: duckdb.DuckDBPyConnection, catalog: str
) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    for table in tables_of(connection, catalog):
        theirs = condition(table.columns)
        if theirs is None or table.schema in DERIVED:
            continue
        if rows := _records(connection, f"select * from {table.name} where {theirs}"):
            yield table.name, rows


def _records(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    done = connection.execute(sql)
    names = [column[0] for column in done.description or ()]
    return [dict(zip(names, row, strict=True)) for row in done.fetchall()]


def _is_suppressed(person: Person) -> bool:
    known = suppressed()
    return any(
        (kind, digest(kind, value)) in known for kind, value in person.identifiers
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
