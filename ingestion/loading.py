"""Load the files of the configured sources into the raw tables, entity by entity.

Each file is read by DuckDB, split into what is sound and what is quarantined, and
appended by dlt; then the load is settled with the ledger in one transaction. A run with
nothing new ends before dlt is imported. Whatever kills a load, the next one makes the
tables and the ledger what they would have been.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import duckdb

from ingestion import pipelines
from ingestion.classification import Counts, Outcome
from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE, Entity
from ingestion.feeds import LoadError, suggested
from ingestion.intake import Intake
from ingestion.ledger import history, rows_now
from ingestion.planning import Past, Plan, arrivals, plan
from ingestion.settlement import delete_leftovers, settle, withdraw
from ingestion.sources import configured_entities, feeds_of
from warehouse.engine import connect
from warehouse.operations import create_tables

__all__ = ["Load", "LoadError", "configured_entities", "load_entity", "prepare"]

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
    """Files whose content was read."""
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

    That is the schema ``ops``, all raw tables of the contract, dlt's table of loads.
    Tables of entities that the settings no longer fill become empty.

    Raises:
        LoadError: If a source names an entity that does not exist.
    """
    filled = configured_entities()
    pipelines.clear()
    with connect() as connection:
        create_tables(connection)
        for entity in ENTITIES.values():
            columns = ", ".join(
                f"{name} {DUCKDB_TYPES[kind]}"
                for name, kind in {**entity.columns, **PROVENANCE}.items()
            )
            connection.execute(f"create schema if not exists {entity.schema}")
            connection.execute(f"create table if not exists {entity.table} ({columns})")
            connection.execute(LOADS.format(schema=entity.schema))
            if entity.name not in filled:
                withdraw(connection, entity)
            delete_leftovers(connection, entity)


def load_entity(
    entity: str,
    *,
    full_refresh: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Load:
    """Load what is new of an entity, from all sources that fill it.

    Rows of a file that vanished stay until a full refresh. Rows that no source of the
    settings covers any more leave: those of a source that was removed or renamed, and
    of files that the ``path`` of their source, now another one, does not match.

    Args:
        entity: Name of the entity.
        full_refresh: Whether to read every file again and replace all rows.
        progress: Called with a few words on each step.

    Returns:
        What was done; nothing but ``rows`` is filled where nothing was new.

    Raises:
        LoadError: If a source is down, its entry is wrong, a file lacks a column, or a
            changed file lost too many rows. Nothing is changed then.
    """
    contract = _contract(entity)
    say = progress or (lambda _: None)
    feeds = feeds_of(entity)
    there = arrivals(feeds)
    with connect() as connection:
        past = history(connection, entity)
        rows = rows_now(connection, entity)
    todo = plan(
        feeds,
        there,
        [] if full_refresh else past,
        has_key=contract.key is not None,
    )
    if not todo and not (full_refresh and past):
        return Load(entity, rows=rows)
    with pipelines.work_folder(contract) as folder:
        intake = Intake(contract, folder, [] if full_refresh else past, say)
        load_id = str(time.time())
        if todo.read:
            load_id = pipelines.load(contract, folder, partial(intake.write, todo.read))
        outcomes = [*intake.outcomes, *_repeats(todo, intake.outcomes)]
        say(f"{entity}: settling the ledger")
        retired = (
            _all_but_broken(past, outcomes)
            if full_refresh
            else _replaced(contract, past, todo, outcomes)
        )
        settle(contract, load_id, outcomes, retired)
    with connect() as connection:
        return _summary(connection, entity, load_id, len(todo.read))


def _repeats(todo: Plan, outcomes: list[Outcome]) -> Iterator[Outcome]:
    read = {one.place: one for one in outcomes}
    for one, holder in todo.repeats:
        if isinstance(holder, Past):
            received, broken = holder.received, None
        else:
            received = read[holder.place].counts.received
            broken = read[holder.place].broken
        counts = Counts(received=received, duplicate=received)
        yield Outcome(one.feed.source.name, one.file, one.version, counts, None, broken)


def _replaced(
    entity: Entity, past: list[Past], todo: Plan, outcomes: list[Outcome]
) -> list[Past]:
    """Return the versions whose rows the load replaces; records go key by key."""
    sound = {one.place for one in outcomes if one.broken is None}
    gone = [one for one in past if one.is_current and one.place in sound]
    if entity.key:
        return [one for one in gone if one.accepted == 0] + todo.uncovered
    renamed = [old for old, places in todo.renamed if places <= sound]
    return gone + renamed + todo.uncovered


def _all_but_broken(past: list[Past], outcomes: list[Outcome]) -> list[Past]:
    broken = {one.place for one in outcomes if one.broken is not None}
    return [one for one in past if one.is_current and one.place not in broken]


def _summary(
    connection: duckdb.DuckDBPyConnection, entity: str, load_id: str, files: int
) -> Load:
    sums = connection.execute(
        "select sum(received), sum(accepted), sum(duplicate), sum(quarantined), "
        "sum(suppressed) from ops.ledger where entity = ? and load_id = ?",
        [entity, load_id],
    ).fetchone()
    counts = [int(one or 0) for one in sums or [0] * 5]
    return Load(entity, files, *counts, rows=rows_now(connection, entity), is_new=True)


def _contract(entity: str) -> Entity:
    if entity not in ENTITIES:
        message = (
            f"there is no entity {entity!r}{suggested(entity, ENTITIES)}; "
            f"entities are {', '.join(ENTITIES)}"
        )
        raise LoadError(message)
    return ENTITIES[entity]
