"""Remove a person from one DuckDB file, or make them anonymous in it.

A row is the person's where one of its columns says so (`warehouse.personal.WHOSE`).
What names the person in other rows, such as a message of somebody else, is blanked in
its place. Rows of raw tables that go become suppressed ones in the ledger, so that it
balances. DuckDB keeps the bytes of what is deleted: the file is written anew.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from warehouse.engine import config, stable_key
from warehouse.erasure import refused
from warehouse.erasure.person import Person
from warehouse.erasure.rows import condition, create_table, told_by
from warehouse.erasure.tables import Removed, Table, quoted, summed, tables_of
from warehouse.erasure.texts import blanked
from warehouse.landing import sync_folder
from warehouse.personal import (
    COUNTED,
    MEMBERS,
    RECORDS,
    WHOLE,
    WHOSE,
    parted,
    pii_class,
)
from warehouse.suppressions import canonical_sql, digest_sql

ALWAYS_REMOVED = ("identities", "history")
"""Schemas of what is known of people: no total is made of it."""

MADE_ANEW = {
    "increments.recipes", "identities.recipe", "identities.matching_model",
}  # fmt: skip
"""Without these the next run builds the tables of events anew, links all identifiers
anew, and learns anew how alike the contacts of one person are."""

REWRITTEN = "rewritten"
_TEXTS = ("VARCHAR", "JSON")


def scrub(
    connection: duckdb.DuckDBPyConnection, catalog: str, person: Person
) -> list[Removed]:
    """Remove a person from a database in one transaction; return what was done.

    Args:
        connection: Where it is attached, writable.
        catalog: Its name there.
        person: Who; with pseudonyms they are made anonymous.
    """
    tables = tables_of(connection, catalog)
    create_table(connection, person)
    connection.execute(f"use {catalog}")
    connection.execute("begin")
    refused.create_keys(connection)
    found = [_rows(connection, one, person, tables) for one in tables]
    found += refused.remove_refused(connection, person, tables)
    found += [_cells(connection, one, person) for one in tables]
    names = {one.name for one in tables}
    for table in names & MADE_ANEW:
        connection.execute(f"delete from {table}")
    connection.execute("commit")
    connection.execute(f"checkpoint {catalog}")
    return summed(found)


def count_rows(
    connection: duckdb.DuckDBPyConnection, catalog: str, person: Person
) -> list[Removed]:
    """Return what `scrub` would remove or make anonymous, row by row."""
    create_table(connection, person)
    connection.execute(f"use {catalog}")
    found = [
        Removed(table.name, removed=_count(connection, table, theirs))
        for table in tables_of(connection, catalog)
        if (theirs := condition(table.columns))
    ]
    return [one for one in found if one.removed]


def rewrite(
    path: Path, catalog: str, target: Path, others: Mapping[str, Path] | None = None
) -> None:
    """Write a database anew, without the bytes of what was deleted in it.

    Args:
        path: The file, closed.
        catalog: Its name in the views that it holds.
        target: What is written, durably; the same path replaces it.
        others: Files that its views refer to, by their names in these.
    """
    made = target.with_name(f"{target.name}.new.tmp")
    made.unlink(missing_ok=True)
    order = {"preserve_insertion_order": True}
    with duckdb.connect(config=config() | order) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach {_literal(path)} as {catalog} (read_only)")
        for name, other in (others or {}).items():
            if other.exists():
                connection.execute(f"attach {_literal(other)} as {name} (read_only)")
        connection.execute(f"attach {_literal(made)} as {REWRITTEN}")
        connection.execute(f"copy from database {catalog} to {REWRITTEN}")
        connection.execute(f"checkpoint {REWRITTEN}")
        connection.execute(f"detach {REWRITTEN}")
    with made.open("rb") as file:
        os.fsync(file.fileno())
    stat = (target if target.exists() else path).stat()
    os.utime(made, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    made.replace(target)
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    sync_folder(target.parent)


def _rows(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    person: Person,
    tables: list[Table],
) -> Removed:
    theirs = condition(table.columns)
    if theirs is None or not _count(connection, table, theirs):
        return Removed(table.name)
    is_kept = bool(person.pseudonyms) and not (
        table.schema in ALWAYS_REMOVED or set(WHOLE) & table.columns.keys()
    )
    if table.is_raw:
        refused.settle_raw(connection, table.name, theirs, tables, is_kept=is_kept)
    if is_kept:
        changes = ", ".join(_anonymous(table))
        rows = _changed(connection, f"update {table.name} set {changes} where {theirs}")
        return Removed(table.name, anonymised=rows)
    rows = _changed(connection, f"delete from {table.name} where {theirs}")
    return Removed(table.name, removed=rows)


def _anonymous(table: Table) -> Iterable[str]:
    """Yield what becomes of each column of rows that stay and are nobody's."""
    patch = json.dumps(dict.fromkeys(MEMBERS))
    for column in table.columns:
        if parted(column)[1] in WHOSE:
            yield f"{column} = {_pseudonym(column, table)}"
        elif column == "visitor_key" and "visitor_id" in table.columns:
            yield f"{column} = {stable_key(_pseudonym('visitor_id', table))}"
        elif column in ("properties", "context"):
            patched = f"cast(json_merge_patch({column}, '{patch}') as varchar)"
            yield f"{column} = case when {column} is not null then {patched} end"
        elif column == "source_key":
            yield f"{column} = {digest_sql('key', column)}"
        elif pii_class(column) != "none" and column not in COUNTED:
            if column not in table.required:
                yield f"{column} = null"
            elif table.columns[column] in _TEXTS:
                yield f"{column} = ''"


def _pseudonym(column: str, table: Table) -> str:
    kinds = WHOSE[parted(column)[1]]
    if set(kinds) <= {"email", "phone"}:
        return "null"
    if set(kinds) <= set(RECORDS):
        return column
    told = [told_by(kind, column, table.columns) for kind in kinds]
    parts = [
        f"(select any_value(pseudonym) from person where kind = '{kind}' "
        f"and person.value = {canonical_sql(kind, value)})"
        for kind, value in told
    ]
    return f"coalesce({', '.join(parts)}, {column})"


def _cells(
    connection: duckdb.DuckDBPyConnection, table: Table, person: Person
) -> Removed:
    """Blank what names the person in rows that are not theirs."""
    texts = [name for name, kind in table.columns.items() if kind in _TEXTS]
    if person.pattern is None or not texts:
        return Removed(table.name)
    pattern = person.pattern.replace("'", "''")
    named = {one: f"regexp_matches({quoted(one)}, '{pattern}')" for one in texts}
    counts = ", ".join(f"count(*) filter ({one})" for one in named.values())
    [found] = connection.execute(f"select {counts} from {table.name}").fetchall()
    changed = 0
    for column, cells in zip(texts, found, strict=True):
        if not cells:
            continue
        name = quoted(column)
        said = connection.execute(
            f"select distinct {name} from {table.name} where {named[column]}"
        ).fetchall()
        left = {text: blanked(text, person) for (text,) in said}
        left = {text: one for text, one in left.items() if one != text}
        connection.execute(
            "create or replace temp table blanked as "
            "select unnest(?::varchar[]) as said, unnest(?::varchar[]) as kept",
            [[*left], [*left.values()]],
        )
        changed += _changed(
            connection,
            f"update {table.name} set {name} = kept from blanked where {name} = said",
        )
    return Removed(table.name, blanked=changed)


def _count(connection: duckdb.DuckDBPyConnection, table: Table, where: str) -> int:
    [(rows,)] = connection.execute(
        f"select count(*) from {table.name} where {where}"
    ).fetchall()
    return rows


def _changed(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    [(rows,)] = connection.execute(statement).fetchall()
    return rows


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
