"""Load what the configured sources give into the raw tables, entity by entity.

Each file, or what changed of a table, is read by DuckDB, split into what is sound and
what is quarantined, and appended by dlt; then the load is settled with the ledger in
one transaction. A run with nothing new ends before dlt is imported. Whatever kills a
load, the next one makes the tables and the ledger what they would have been.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from ingestion import pipelines
from ingestion.backfill import Backfill
from ingestion.classification import Counts, Outcome
from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE, Entity
from ingestion.events.landing import LandingIntake
from ingestion.events.lines import UNKNOWN
from ingestion.events.pending import pending
from ingestion.events.plan_rules import NOTHING_KNOWN, PlanRules, known_properties
from ingestion.feeds import Arrival, LoadError, UnreachableError, Visit, suggested
from ingestion.intake import Intake
from ingestion.ledger import history, rows_now
from ingestion.planning import Past, Plan, arrivals, plan
from ingestion.settlement import delete_leftovers, settle, withdraw
from ingestion.sources import check_named, configured_entities, feeds_of
from warehouse.engine import connect
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
    say = progress or (lambda _: None)
    feeds = feeds_of(entity)
    is_events = entity == "events"
    if backfill is not None and backfill.source is not None:
        check_named(backfill.source)
    with pipelines.work_folder(contract) as folder:
        there = arrivals(feeds, Visit(folder / "arrivals", say, backfill))
        with connect() as connection:
            landed = pending(connection, feeds, backfill)
            past = history(connection, entity, without=[*landed.senders, UNKNOWN])
            rows = rows_now(connection, entity)
            plan_rules = PlanRules(
                known_properties(connection) if is_events else NOTHING_KNOWN
            )
        again = [one for one in past if backfill and backfill.replaces(one.source_name)]
        known = [one for one in past if one not in again]
        todo = plan(feeds, there, known, entity=contract)
        if not (todo or again or landed.files):
            return Load(entity, rows=rows)
        load_ids: list[str] = []
        files = 0
        # What follows the first portion is the landing's alone.
        for portion in landed.portions() or [[]]:
            intake = Intake(contract, folder, known, say, plan_rules)
            bulk = LandingIntake(
                landed.senders, folder, plan_rules, landed.settled, say
            )
            load_id = str(time.time())
            if todo.read or portion:
                write = partial(_write, intake, todo.read, bulk, portion)
                load_id = pipelines.load(contract, folder, write)
            outcomes = [*intake.outcomes, *_repeats(todo, intake.outcomes)]
            say(f"{entity}: settling the ledger")
            replaced = _all_but_broken(again, outcomes) + _replaced(
                known, todo, outcomes
            )
            replaced += landed.replaced_by(portion)
            settle(
                contract,
                load_id,
                [*outcomes, *bulk.outcomes],
                replaced,
                {one.place: one.change for one in todo.read if one.change},
                record=plan_rules.record if is_events else None,
            )
            load_ids.append(load_id)
            files += len(todo.read) + len(portion)
            todo, again = Plan(), []
    with connect() as connection:
        return _summary(connection, entity, load_ids, files)


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


def _replaced(past: list[Past], todo: Plan, outcomes: list[Outcome]) -> list[Past]:
    """Return the versions whose rows the load replaces; other rows go key by key."""
    sound = {one.place for one in outcomes if one.broken is None}
    now = {one.place: one for one in [*todo.read, *(one for one, _ in todo.repeats)]}
    gone = []
    for one in past:
        arrival = now.get(one.place)
        if arrival is None or not one.is_current or one.place not in sound:
            continue
        if arrival.replaces or (arrival.change is None and one.accepted == 0):
            gone.append(one)
    renamed = [old for old, places in todo.renamed if places <= sound]
    return gone + renamed + todo.uncovered


def _all_but_broken(past: list[Past], outcomes: list[Outcome]) -> list[Past]:
    broken = {one.place for one in outcomes if one.broken is not None}
    return [one for one in past if one.is_current and one.place not in broken]


def _write(
    intake: Intake,
    arrived: list[Arrival],
    bulk: LandingIntake,
    files: list[Path],
    load_id: str,
) -> Iterator[tuple[Path, int]]:
    yield from intake.write(arrived, load_id)
    yield from bulk.write(files, load_id)


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
    return Load(entity, files, *counts, rows=rows_now(connection, entity), is_new=True)


def _contract(entity: str) -> Entity:
    if entity not in ENTITIES:
        message = (
            f"there is no entity {entity!r}{suggested(entity, ENTITIES)}; "
            f"entities are {', '.join(ENTITIES)}"
        )
        raise LoadError(message)
    return ENTITIES[entity]
