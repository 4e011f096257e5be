"""Settle a load: ledger, quarantine and raw table agree, in one transaction.

Rows that the load replaces go, its ledger rows and its quarantine come. Raw rows of a
load that the ledger does not know are what a crash left; they go too.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import duckdb

from ingestion.changes import Change
from ingestion.classification import Outcome
from ingestion.databases import state
from ingestion.entities import Entity
from ingestion.planning import Past
from ingestion.quarantine import (
    STANDING,
    apply_decisions,
    quarantine,
    release,
    release_keys,
)
from ingestion.quoting import literal
from ingestion.superseding import keep_first, keep_newest
from warehouse.engine import connect

_LEDGER = (
    "source_name", "file", "file_hash", "is_current", "received", "accepted",
    "duplicate", "quarantined", "suppressed",
)  # fmt: skip


def settle(
    entity: Entity,
    load_id: str,
    outcomes: Sequence[Outcome],
    retired: Sequence[Past],
    changes: Mapping[tuple[str, str], Change],
    record: Callable[[duckdb.DuckDBPyConnection, str, datetime], None] | None = None,
) -> None:
    """Enter a load in the ledger, and make the raw table what the ledger says.

    Args:
        entity: The entity that was loaded.
        load_id: The load, whose rows are in the raw table already.
        outcomes: Its files.
        retired: Versions whose rows it replaces.
        changes: What it changes of tables that are followed, by source and table.
        record: Called with the load and the time in the same transaction, for what the
            load found out besides.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    with connect() as connection:
        connection.execute("begin")
        _retire(connection, entity, retired)
        for place, change in changes.items():
            release_keys(connection, entity, place, change)
        read = (one.place for one in outcomes if one.broken is None)
        release(connection, entity, [one for one in read if one not in changes])
        enter(connection, entity, load_id, outcomes, now)
        quarantine(connection, entity, load_id, outcomes, now)
        apply_decisions(connection)
        if changes:
            keep_newest(connection, entity, load_id, "source_file, source_key")
        if entity.key:
            keep_newest(connection, entity, load_id, entity.key)
        if entity.unique:
            keep_first(connection, entity, load_id, entity.unique)
        for (source_name, file), change in changes.items():
            place = (source_name, entity.name, file)
            _mark_deleted(connection, entity, place, change, now)
            state.settle_change(connection, place, change, load_id)
        if record:
            record(connection, load_id, now)
        delete_leftovers(connection, entity)
        connection.execute("commit")


def withdraw(connection: duckdb.DuckDBPyConnection, entity: Entity) -> None:
    """Let go of all that is loaded of an entity that no source fills any more."""
    connection.execute(
        "update ops.ledger set is_current = false where entity = ? and is_current",
        [entity.name],
    )
    connection.execute(
        "update ops.quarantine set status = 'replaced' "
        f"where entity = ? and {STANDING}",
        [entity.name],
    )
    state.forget_all(connection, entity.name)


def delete_leftovers(connection: duckdb.DuckDBPyConnection, entity: Entity) -> None:
    """Delete raw rows of loads that were never settled, if there are any."""
    # Counting costs nothing, so the usual case does.
    rows = connection.execute(
        f"""
        select (select count(*) from {entity.table}) != coalesce(sum(accepted), 0)
        from ops.ledger where entity = ? and is_current
        """,
        [entity.name],
    ).fetchone()
    if rows and rows[0]:
        connection.execute(
            f"""
            delete from {entity.table} where _dlt_load_id not in (
                select load_id from ops.ledger where entity = ? and is_current
            )
            """,
            [entity.name],
        )


def _retire(
    connection: duckdb.DuckDBPyConnection, entity: Entity, retired: Sequence[Past]
) -> None:
    if not retired:
        return
    connection.execute(
        "create or replace temp table retired as select unnest(?) as source_name, "
        "unnest(?) as file, unnest(?) as load_id",
        [
            [one.source_name for one in retired],
            [one.file for one in retired],
            [one.load_id for one in retired],
        ],
    )
    if any(one.accepted for one in retired):
        connection.execute(
            f"delete from {entity.table} using retired "
            f"where {entity.name}.source_name = retired.source_name "
            f"and source_file = file and _dlt_load_id = load_id"
        )
    connection.execute(
        "update ops.ledger set is_current = false from retired where entity = ? "
        "and ledger.source_name = retired.source_name and ledger.file = retired.file "
        "and ledger.load_id = retired.load_id",
        [entity.name],
    )
    places = {one.place for one in retired}
    release(connection, entity, places)
    for followed in state.followed(connection, entity.name):
        if followed in places:
            state.forget(connection, (followed[0], entity.name, followed[1]))


def _mark_deleted(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    place: tuple[str, str, str],
    change: Change,
    now: datetime,
) -> None:
    """Mark the rows whose keys are gone; they stay, as history."""
    if change.deleted:
        connection.execute(
            f"update {entity.table} set deleted_at = ? where source_name = ? "
            "and source_file = ? and deleted_at is null "
            f"and source_key in (from read_parquet({literal(change.gone)}))",
            [now, place[0], place[2]],
        )


def enter(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    load_id: str,
    outcomes: Sequence[Outcome],
    now: datetime,
) -> None:
    """Enter what became of files in the ledger."""
    counts = [outcome.counts for outcome in outcomes]
    connection.execute(
        f"insert into ops.ledger by name select ? as entity, ? as load_id, "
        f"?::timestamp as loaded_at, {', '.join(f'unnest(?) as {c}' for c in _LEDGER)}",
        [
            entity.name, load_id, now,
            [one.source_name for one in outcomes],
            [one.file for one in outcomes],
            [one.version for one in outcomes],
            [one.is_current for one in outcomes],
            [one.received for one in counts],
            [one.accepted for one in counts],
            [one.duplicate for one in counts],
            [one.quarantined for one in counts],
            [one.suppressed for one in counts],
        ],
    )  # fmt: skip
