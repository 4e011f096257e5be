"""Load the files of the configured sources into the raw tables, entity by entity.

Each file is read by DuckDB, split into what is sound and what is quarantined, and
appended by dlt; then the load is settled with the ledger in one transaction. A run with
nothing new ends before dlt is imported. Whatever kills a load, the next one makes the
tables and the ledger what they would have been.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingestion import pipelines
from ingestion.classification import Counts, count_sound, write_accepted, write_quarantined
from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE, Entity
from ingestion.feeds import LoadError, suggested
from ingestion.ledger import history, rows_now
from ingestion.mapping import mapped
from ingestion.planning import Arrival, Past, Plan, arrivals, plan
from ingestion.readers import BrokenFileError, read
from ingestion.readers.relation import REFUSED
from ingestion.settlement import Outcome, delete_leftovers, settle
from ingestion.sources import configured_entities, feeds_of
from warehouse.engine import config, connect
from warehouse.operations import create_tables
from warehouse.settings import settings

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

    That is the schema ``ops``, every raw table of the contract and dlt's table of loads.
    """
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
            delete_leftovers(connection, entity)


def load_entity(
    entity: str,
    *,
    full_refresh: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Load:
    """Load what is new of an entity, from all sources that fill it.

    Rows of a file that vanished stay, and so do rows of a source that the settings no
    longer name, until a full refresh.

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
    there = arrivals(feeds_of(entity))
    with connect() as connection:
        past = history(connection, entity)
        rows = rows_now(connection, entity)
    todo = plan(there, [] if full_refresh else past, has_key=contract.key is not None)
    if not todo:
        return Load(entity, rows=rows)
    with pipelines.work_folder(contract) as folder:
        reading = _Reading(contract, folder, [] if full_refresh else past, say)
        load_id = reading.run(todo.read)
        outcomes = [*reading.outcomes, *_repeats(todo, reading.outcomes)]
        say(f"{entity}: settling the ledger")
        retired = (
            _all_but_broken(past, outcomes)
            if full_refresh
            else _replaced(contract, past, todo, outcomes)
        )
        settle(contract, load_id, outcomes, retired)
    with connect() as connection:
        return _summary(connection, entity, load_id, len(todo.read))


class _Reading:
    """Reads files one after another, and writes what dlt appends."""

    def __init__(
        self,
        entity: Entity,
        folder: Path,
        past: list[Past],
        say: Callable[[str], None],
    ) -> None:
        self.entity = entity
        self.folder = folder
        self.past = past
        self.say = say
        self.outcomes: list[Outcome] = []

    def run(self, files: list[Arrival]) -> str:
        """Load files with dlt; return the load's id."""
        if not files:
            return str(time.time())

        def write(load_id: str) -> Iterator[tuple[Path, int]]:
            for place, one in enumerate(files):
                target = self.folder / f"{place}.parquet"
                self.say(f"{self.entity.name}: reading {one.file}")
                outcome = self._read(one, load_id, target)
                self._check_size(outcome)
                self.outcomes.append(outcome)
                if outcome.counts.accepted:
                    yield target, outcome.counts.accepted
            self.say(f"{self.entity.name}: loading")

        return pipelines.load(self.entity, self.folder, write)

    def _read(self, one: Arrival, load_id: str, target: Path) -> Outcome:
        staged = target.with_suffix(".staged.parquet")
        refused = target.with_suffix(".refused.parquet")
        counts, broken = Counts(), None
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(REFUSED)
            try:
                relation = read(connection, one.feed, one.path, staged)
                if not relation.received:
                    self.say(f"{self.entity.name}: {one.file} is empty")
                if relation.columns:
                    shape = mapped(connection, one.feed, one.file, relation)
                    for note in shape.notes:
                        self.say(note)
                    counts = self._split(
                        connection, one, relation, shape, load_id, target, refused
                    )
            except BrokenFileError as error:
                broken = str(error)
        staged.unlink(missing_ok=True)
        return Outcome(
            one.feed.source.name,
            one.file,
            one.version,
            counts,
            refused if counts.quarantined else None,
            broken,
        )

    def _split(self, connection, one, relation, shape, load_id, target, refused):
        accepted = write_accepted(
            connection, one.feed, one.file, relation, shape, load_id, target
        )
        sound = accepted
        if self.entity.key:
            sound = count_sound(connection, relation, shape)
        quarantined = 0
        if sound < relation.received:
            quarantined = write_quarantined(connection, relation, shape, refused)
        return Counts(relation.received, accepted, sound - accepted, quarantined)

    def _check_size(self, outcome: Outcome) -> None:
        before = next(
            (
                one.accepted + one.duplicate
                for one in reversed(self.past)
                if one.place == outcome.place and one.is_current and one.received
            ),
            0,
        )
        after = outcome.counts.accepted + outcome.counts.duplicate
        least = settings().quality.min_rows_kept_pct
        if outcome.broken is None and after * 100 < before * least:
            message = (
                f"{self.entity.name}: {outcome.file} has {after:,} good rows, its last "
                f"version had {before:,}: fewer than {least:g} % are left; if that is "
                "right, load it with `karvan run --full-refresh`"
            )
            raise LoadError(message)


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
        return [one for one in gone if one.accepted == 0]
    return gone + [old for old, places in todo.renamed if places <= sound]


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
