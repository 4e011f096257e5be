"""Refused rows that a person looks at: which are meant, and what is wrong with them."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from ingestion.loading import prepare
from warehouse.engine import connect

EVENT = (
    "case when entity = 'events' and json_valid(payload) "
    "then coalesce(payload ->> '$.call.event', payload ->> '$.event') end"
)
"""Name of a refused event: of a landed line, or a column of a file."""

ID_LETTERS = 32

DETAILS = (
    "quarantine_id", "status", "code", "field", "rule", "source_name", "entity",
    "file", "source_row", "load_id", "first_seen_at", "last_seen_at", "payload",
)  # fmt: skip
"""Columns that tell all of one row."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which rows of the quarantine are meant; all conditions must hold."""

    ids: Sequence[str] = ()
    """Ids, or how they begin."""
    code: str | None = None
    source: str | None = None
    entity: str | None = None
    event: str | None = None
    field: str | None = None
    status: str | None = "open"

    def __bool__(self) -> bool:
        """Return whether anything but the status is named."""
        named = (self.code, self.source, self.entity, self.event, self.field)
        return bool(self.ids) or any(one is not None for one in named)

    def sql(self) -> tuple[str, dict[str, Any]]:
        """Return the condition, and the values of its parameters."""
        columns = {
            "code": self.code, "source_name": self.source, "entity": self.entity,
            EVENT: self.event, "field": self.field, "status": self.status,
        }  # fmt: skip
        found = [(column, one) for column, one in columns.items() if one is not None]
        parts = [f"{column} = $value_{n}" for n, (column, _) in enumerate(found)]
        values: dict[str, Any] = {f"value_{n}": one for n, (_, one) in enumerate(found)}
        if self.ids:
            whole = [one for one in self.ids if len(one) == ID_LETTERS]
            begun = [one for one in self.ids if len(one) != ID_LETTERS]
            of_ids = ["quarantine_id in (select unnest($whole::varchar[]))"]
            of_ids += [
                f"starts_with(quarantine_id, $begun_{n})" for n in range(len(begun))
            ]
            parts.append(f"({' or '.join(of_ids)})")
            values["whole"] = whole
            values |= {f"begun_{n}": one for n, one in enumerate(begun)}
        return " and ".join(parts) or "true", values


@contextmanager
def warehouse() -> Generator[duckdb.DuckDBPyConnection]:
    """Open the warehouse, with all its tables; the caller holds the run lock."""
    prepare()
    with connect() as connection:
        yield connection


def rows_of(
    connection: duckdb.DuckDBPyConnection, wanted: Filter, columns: str
) -> list[tuple[Any, ...]]:
    """Return columns of the rows that a filter names, oldest first."""
    condition, values = wanted.sql()
    return connection.execute(
        f"select {columns} from ops.quarantine where {condition} "
        "order by first_seen_at, quarantine_id",
        values,
    ).fetchall()


def summary(
    connection: duckdb.DuckDBPyConnection, wanted: Filter, id_letters: int
) -> list[tuple[Any, ...]]:
    """Return the rows that a filter names, counted by what is wrong, most first."""
    condition, values = wanted.sql()
    return connection.execute(
        f"""
        select
            source_name, entity, code, field, rule, status, count(*) as rows,
            date_trunc('second', min(first_seen_at)),
            date_trunc('second', max(last_seen_at)),
            left(min(quarantine_id), {id_letters})
        from ops.quarantine
        where {condition}
        group by source_name, entity, code, field, rule, status
        order by rows desc, source_name, entity, code, field, rule, status
        """,
        values,
    ).fetchall()
