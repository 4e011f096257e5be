"""What the ledger, the quarantine and the followed tables know of a person's rows.

Rows that go are suppressed in the ledger. The keys by which a followed table knows them
become hashes, as those of rows that were suppressed when they came: so the next look
at the table does not take them for new.
"""

import re
from collections.abc import Iterable

import duckdb

from warehouse.erasure.members import mapped_columns, member
from warehouse.erasure.person import Person, one_of
from warehouse.erasure.tables import Removed, Table
from warehouse.suppressions import MARK, digest_sql

_JOINED = r"\pL\pN_.+%@-"
"""Characters that make a longer name of one, which is another's."""


def create_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table of the keys of rows that go."""
    connection.execute(
        "create or replace temp table erased_keys "
        "(source_name varchar, entity varchar, file varchar, source_key varchar)"
    )


def settle_raw(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    theirs: str,
    tables: Iterable[Table],
    *,
    is_kept: bool,
) -> None:
    """Note rows of a raw table before they go: in the ledger, and their keys.

    Args:
        connection: In a transaction, the database in use.
        table: The raw table, with its schema.
        theirs: SQL that is true of the rows.
        tables: All tables that there are.
        is_kept: Whether the rows stay, as nobody's.
    """
    entity = table.partition(".")[2]
    there = {one.name: one for one in tables}
    if "source_key" in there[table].columns:
        connection.execute(
            f"insert into erased_keys select distinct source_name, '{entity}', "
            f"source_file, source_key from {table} where {theirs} "
            f"and source_key is not null and not starts_with(source_key, '{MARK}')"
        )
    if is_kept or "ops.ledger" not in there:
        return
    connection.execute(
        f"""
        update ops.ledger
        set accepted = accepted - rows, suppressed = suppressed + rows
        from (
            select source_name, source_file, _dlt_load_id, count(*) as rows
            from {table} where {theirs} group by all
        ) as gone
        where ledger.entity = '{entity}'
            and ledger.source_name = gone.source_name
            and ledger.file = gone.source_file
            and ledger.load_id = gone._dlt_load_id
        """
    )


def remove_refused(
    connection: duckdb.DuckDBPyConnection, person: Person, tables: Iterable[Table]
) -> list[Removed]:
    """Remove a person's refused rows, and let followed tables know theirs by hashes."""
    there = {one.name: one for one in tables}
    found = []
    if "payload" in getattr(there.get("ops.quarantine"), "columns", ()):
        theirs = is_theirs(person)
        connection.execute(
            "insert into erased_keys select distinct source_name, entity, file, "
            f"source_key from ops.quarantine where source_key is not null and {theirs}"
            f" and not starts_with(source_key, '{MARK}')"
        )
        connection.execute(
            f"""
            update ops.ledger
            set quarantined = quarantined - rows, suppressed = suppressed + rows
            from (
                select source_name, entity, file, load_id, count(*) as rows
                from ops.quarantine
                where {theirs} and status in ('open', 'dismissed')
                    and code != 'suppressed'
                group by all
            ) as gone
            where ledger.source_name = gone.source_name
                and ledger.entity = gone.entity
                and ledger.file = gone.file
                and ledger.load_id = gone.load_id
            """
        )
        [(rows,)] = connection.execute(
            f"delete from ops.quarantine where {theirs}"
        ).fetchall()
        found.append(Removed("ops.quarantine", removed=rows))
    if "ops.source_rows" in there:
        [(rows,)] = connection.execute(
            f"update ops.source_rows set source_key = {digest_sql('key', 'source_key')}"
            " where (source_name, entity, file, source_key) in (from erased_keys)"
        ).fetchall()
        found.append(Removed("ops.source_rows", anonymised=rows))
    return found


def is_theirs(person: Person) -> str:
    """Return SQL that is true of refused rows that say they are the person's.

    A value of their own must be the name; a text that mentions it is another's. The
    table of `create_keys` is there.
    """
    parts = ["(source_name, entity, file, source_key) in (from erased_keys)"]
    if person.telling:
        names = one_of(person.telling)
        parts.append(_matches(f'(?i)"{names}"|:\\s*{names}\\s*[,}}]'))
        alone = f"(?i)(^|[^{_JOINED}]){names}([^{_JOINED}]|$)"
        parts.append(f"not json_valid(payload) and {_matches(alone)}")
    parts += [
        f"({_short(kind, source, names)})"
        for (kind, source), names in person.short_of.items()
    ]
    return f"coalesce({' or '.join(parts)}, false)"


def _short(kind: str, source: str | None, names: Iterable[str]) -> str:
    """Return SQL that is true of rows that say a short name in a member of its kind."""
    said = f'\\s*:\\s*"?{one_of(names)}"?\\s*[,}}]'
    found = [_matches(f"(?i){member(kind)}{said}")]
    if kind in ("customer", "contact"):
        # An id says whose a row is where rows are people.
        is_id = _matches('(?i)"id"' + said)
        found.append(f"entity = '{kind}s' and {is_id}")
    for of, entity, column in mapped_columns(kind):
        is_said = _matches(f'"{re.escape(column)}"' + said)
        found.append(f"source_name = {_text(of)} and entity = '{entity}' and {is_said}")
    those = " or ".join(f"({one})" for one in found)
    return f"source_name = {_text(source)} and ({those})" if source else those


def _matches(pattern: str) -> str:
    return f"regexp_matches(payload, {_text(pattern)})"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
