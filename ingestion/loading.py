"""Load what the configured sources give into the raw tables, entity by entity.

Each file, or what changed of a table, is read by DuckDB, split into what is sound and
what is quarantined, and appended by dlt; then the load is settled with the ledger in
one transaction. A run with nothing new ends before dlt is imported. Whatever kills a
load, the next one makes the tables and the ledger what they would have been.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from ingestion import pipelines
from ingestion.backfill import Backfill
from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE, Entity
from ingestion.feeds import LoadError, UnreachableError, Visit, suggested
from ingestion.ledger import rows_now
from ingestion.portions import Portion, portions
from ingestion.settlement import delete_leftovers, settle, withdraw
from ingestion.sources import check_named, configured_entities
from warehouse.engine import connect
from warehouse.identities import create_identities
from warehouse.operations import create_tables

__all__ = [
    "Backfill",
    "Load",
    "LoadError",
    "UnreachableError",
    "configured_entities",
    "load_entity",
    "prepare",
]

ADDED = ("source_key", "deleted_at")
"""Columns that warehouses of earlier versions lack."""

LOADS = """
create table if not exists {schema}._dlt_loads (
    load_id varchar not null,
    schema_name varchar,
    status bigint not null,
    inserted_at timestamp with time zone not null,
    schema_version_hash varchar
)
"""
"""The table that dlt makes with its first load; models read it before."""


@dataclass(frozen=True)
class Load:
    """What a load of one entity did."""

    entity: str
    files: int = 0
    """Files and tables whose content was read."""
    received: int = 0
    accepted: int = 0
    duplicate: int = 0
    quarantined: int = 0
    suppressed: int = 0
    rows: int = 0
    """Rows in the raw table now."""
    is_new: bool = False
    """Whether there was anything to load."""


def prepare() -> None:
    """Create what loads and models need, empty, and clear what a crash left.

    That is the schemas ``ops`` and ``identities``, all raw tables of the contract and
    dlt's table of loads. Tables of entities that the settings no longer fill become
    empty.

    Raises:
        LoadError: If a source names an entity that does not exist.
    """
    filled = configured_entities()
    pipelines.clear()
    with connect() as connection:
        create_tables(connection)
        create_identities(connection)
        for entity in ENTITIES.values():
            columns = ", ".join(
                f"{name} {DUCKDB_TYPES[kind]}"
                for name, kind in {**entity.columns, **PROVENANCE}.items()
            )
            connection.execute(f"create schema if not exists {entity.schema}")
            connection.execute(f"create table if not exists {entity.table} ({columns})")
            for name in ADDED:
                connection.execute(
                    f"alter table {entity.table} add column if not exists "
                    f"{name} {DUCKDB_TYPES[PROVENANCE[name]]}"
                )
            connection.execute(LOADS.format(schema=entity.schema))
            if entity.name not in filled:
                withdraw(connection, entity)
            delete_leftovers(connection, entity)


def load_entity(
    entity: str,
    *,
    backfill: Backfill | None = None,
    progress: Callable[[str], None] | None = None,
) -> Load:
    """Load what is new of an entity, from all sources that fill it.

    Rows of a file that vanished stay until a backfill. Rows that a database no longer
    has are marked as deleted. Rows that no source of the settings covers any more
    leave: those of a source that was removed or renamed, and of files that the ``path``
    of their source, now another one, does not match.

    Args:
        entity: Name of the entity.
        backfill: What is read again although it is loaded; ``Backfill()`` reads
            everything again and replaces all rows.
        progress: Called with a few words on each step.

    Returns:
        What was done; nothing but ``rows`` is filled where nothing was new.

    Raises:
        LoadError: If a file or table is not there, its entry is wrong, it lacks a
            column, or it lost too many rows. Nothing is changed then.
        UnreachableError: If a database does not answer now. Nothing is changed then.
    """
    contract = _contract(entity)
    if backfill is not None and backfill.source is not None:
        check_named(backfill.source)
    say = progress or (lambda _: None)
    with pipelines.work_folder(contract) as folder:
        todo = portions(contract, Visit(folder / "arrivals", say, backfill))
        load_ids = [_load(contract, portion, folder, say) for portion in todo]
    with connect() as connection:
        files = sum(portion.files for portion in todo)
        return _summary(connection, entity, load_ids, files)


def _load(
    entity: Entity, portion: Portion, folder: Path, say: Callable[[str], None]
) -> str:
    load_id = str(time.time())
    if portion.files:
        load_id = pipelines.load(entity, folder, partial(portion.write, folder))
    say(f"{entity.name}: settling the ledger")
    settle(
        entity,
        load_id,
        portion.outcomes(),
        portion.retired(),
        portion.changes,
        record=portion.rules.record,
    )
    portion.settled()
    return load_id


def _summary(
    connection: duckdb.DuckDBPyConnection, entity: str, load_ids: list[str], files: int
) -> Load:
    sums = connection.execute(
        "select sum(received), sum(accepted), sum(duplicate), sum(quarantined), "
        "sum(suppressed) from ops.ledger "
        "where entity = ? and list_contains(?, load_id)",
        [entity, load_ids],
    ).fetchone()
    counts = [int(one or 0) for one in sums or [0] * 5]
    rows = rows_now(connection, entity)
    return Load(entity, files, *counts, rows=rows, is_new=bool(load_ids))


def _contract(entity: str) -> Entity:
    if entity not in ENTITIES:
        message = (
            f"there is no entity {entity!r}{suggested(entity, ENTITIES)}; "
            f"entities are {', '.join(ENTITIES)}"
        )
        raise LoadError(message)
    return ENTITIES[entity]
