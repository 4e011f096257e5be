"""Settle a load: ledger, quarantine and raw table agree, in one transaction.

Rows that the load replaces go, its ledger rows and its quarantine come. Raw rows of a
load that the ledger does not know are what a crash left; they go too.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import duckdb

from ingestion.changes import Change
from ingestion.classification import Outcome
from ingestion.databases import state
from ingestion.entities import Entity
from ingestion.planning import Past
from ingestion.quarantine import quarantine, release, release_keys
from ingestion.quoting import literal
from warehouse.engine import connect


def settle(
    entity: Entity,
    load_id: str,
    outcomes: Sequence[Outcome],
    retired: Sequence[Past],
    changes: Mapping[tuple[str, str], Change],
) -> None:
    """Enter a load in the ledger, and make the raw table what the ledger says.

    Args:
        entity: The entity that was loaded.
        load_id: The load, whose rows are in the raw table already.
        outcomes: Its files.
        retired: Versions whose rows it replaces.
        changes: What it changes of tables that are followed, by source and table.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    with connect() as connection:
        connection.execute("begin")
        _retire(connection, entity, retired)
        for outcome in outcomes:
            if change := changes.get(outcome.place):
                release_keys(connection, entity, outcome.place, change)
            elif outcome.broken is None:
                release(connection, entity, outcome.place)
            _enter(connection, entity, load_id, outcome, now)
            quarantine(connection, entity, load_id, outcome, now)
        if changes:
            _supersede(connection, entity, load_id, "source_file, source_key")
        if entity.key:
            _supersede(connection, entity, load_id, entity.key)
        for (source_name, file), change in changes.items():
            place = (source_name, entity.name, file)
            _mark_deleted(connection, entity, place, change, now)
            state.settle_change(connection, place, change)
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
        "where entity = ? and status = 'open'",
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
    for one in retired:
        values = [*one.place, one.load_id]
        if one.accepted:
            connection.execute(
                f"delete from {entity.table} where source_name = ? "
                "and source_file = ? and _dlt_load_id = ?",
                values,
            )
        connection.execute(
            "update ops.ledger set is_current = false where entity = ? "
            "and source_name = ? and file = ? and load_id = ?",
            [entity.name, *values],
        )
        release(connection, entity, one.place)
        state.forget(connection, (one.source_name, entity.name, one.file))


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


def _enter(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    load_id: str,
    outcome: Outcome,
    now: datetime,
) -> None:
    counts = outcome.counts
    connection.execute(
        "insert into ops.ledger by name select ? as source_name, ? as entity, "
        "? as file, ? as file_hash, ? as load_id, ? as received, ? as accepted, "
        "? as duplicate, ? as quarantined, 0 as suppressed, ?::timestamp as loaded_at, "
        "true as is_current",
        [
            outcome.source_name, entity.name, outcome.file, outcome.version, load_id,
            counts.received, counts.accepted, counts.duplicate, counts.quarantined, now,
        ],
    )  # fmt: skip


def _supersede(
    connection: duckdb.DuckDBPyConnection, entity: Entity, load_id: str, key: str
) -> None:
    """Keep the newest row of each key (columns) that the load brought.

    The older ones become duplicates in the ledger, so that it still counts the rows
    that are there.
    """
    connection.execute(
        f"""
        create or replace temp table superseded as
        select place, source_name, source_file, _dlt_load_id
        from (
            select
                rowid as place,
                source_name,
                source_file,
                _dlt_load_id,
                row_number() over (
                    partition by source_name, {key}
                    order by
                        _dlt_load_id = $load_id desc,
                        _dlt_load_id desc,
                        source_file desc,
                        source_row desc
                ) as newness
            from {entity.table}
            semi join (
                select source_name, {key}
                from {entity.table}
                where _dlt_load_id = $load_id
            ) using (source_name, {key})
        )
        where newness > 1
        """,
        {"load_id": load_id},
    )
    connection.execute(
        """
        update ops.ledger
        set accepted = accepted - repeated, duplicate = duplicate + repeated
        from (
            select source_name, source_file, _dlt_load_id, count(*) as repeated
            from superseded group by all
        ) as older
        where
            ledger.entity = ?
            and ledger.source_name = older.source_name
            and ledger.file = older.source_file
            and ledger.load_id = older._dlt_load_id
        """,
        [entity.name],
    )
    connection.execute(
        f"delete from {entity.table} where rowid in (select place from superseded)"
    )
    connection.execute(
        """
        update ops.ledger set is_current = false
        where entity = $entity and accepted = 0 and loaded_at < (
            select max(newer.loaded_at) from ops.ledger as newer
            where
                newer.entity = $entity
                and newer.source_name = ledger.source_name
                and newer.file = ledger.file
        )
        """,
        {"entity": entity.name},
    )
