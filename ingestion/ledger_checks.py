"""Whether the ledger balances, the raw tables agree, and what was refused is little."""

import duckdb

from ingestion.entities import ENTITIES, Entity
from ingestion.events.lines import UNKNOWN
from ingestion.ledger import rows_now
from ingestion.quarantine import BROKEN
from ingestion.sources.senders import LANDED_FILE
from warehouse.engine import connect
from warehouse.operations import Check
from warehouse.settings import settings


def ledger_checks(entity: str) -> list[Check]:
    """Return whether an entity's ledger balances and its raw table agrees with it.

    Broken files are findings; all else blocks publishing.
    """
    contract = ENTITIES[entity]
    with connect() as connection:
        return [
            _balance(connection, contract),
            _rows(connection, contract),
            _share(connection, contract),
            _broken(connection, contract),
            *([_unnamed(connection, contract)] if entity == "events" else []),
        ]


def _balance(connection: duckdb.DuckDBPyConnection, entity: Entity) -> Check:
    files, unbalanced = _row(
        connection,
        """
        select
            count(*),
            count(*) filter (
                received != accepted + duplicate + quarantined + suppressed
            )
        from ops.ledger where entity = $entity
        """,
        entity,
    )
    found = (
        f"{unbalanced:,} of {files:,} files do not balance"
        if unbalanced
        else "received = accepted + duplicate + quarantined + suppressed for "
        f"{files:,} loaded files"
    )
    return _check(entity, "ledger_balances", found, unexpected=unbalanced)


def _rows(connection: duckdb.DuckDBPyConnection, entity: Entity) -> Check:
    (accepted,) = _row(
        connection,
        "select coalesce(sum(accepted), 0) from ops.ledger "
        "where entity = $entity and is_current",
        entity,
    )
    rows = rows_now(connection, entity.name)
    found = f"{entity.table} has {rows:,} rows, the ledger accepted {accepted:,}"
    if rows != accepted:
        found += "; `karvan run --full-refresh` loads the files anew"
    return _check(
        entity, "rows_are_those_accepted", found, unexpected=abs(rows - int(accepted))
    )


def _share(connection: duckdb.DuckDBPyConnection, entity: Entity) -> Check:
    received, quarantined = _row(
        connection,
        f"""
        with followed as (
            select source_name, file from ops.cursors where entity = $entity
        ),
        files as (
            select received, quarantined
            from ops.ledger anti join followed using (source_name, file)
            where entity = $entity and is_current
            qualify row_number() over (
                partition by source_name, file order by loaded_at desc, load_id desc
            ) = 1 or {entity.unique is not None} -- replays add to their file's load
        ),
        -- A load of a followed table brings what changed; its share is of all rows.
        tables as (
            select
                (select count(*) from ops.source_rows where entity = $entity)
                    as received,
                count(*) as quarantined
            from ops.quarantine semi join followed using (source_name, file)
            where entity = $entity and status = 'open'
        )
        select coalesce(sum(received), 0), coalesce(sum(quarantined), 0)
        from (from files union all from tables)
        """,
        entity,
    )
    share = 100 * quarantined / received if received else 0.0
    most = settings().quality.max_quarantined_pct
    found = f"{quarantined:,} of {received:,} rows are quarantined ({share:.2f} %)"
    if is_too_much := share > most:
        first = _row(
            connection,
            "select rule, count(*) as rows, first(file order by file, source_row), "
            "first(source_row order by file, source_row) "
            "from ops.quarantine where entity = $entity and status = 'open' "
            "and source_row is not null "
            "group by rule order by rows desc, rule limit 1",
            entity,
        )
        found += f", more than {most:g} %"
        if first:
            rule, rows, file, row = first
            found += f"; {rows:,} of them: {rule}, first in row {row:,} of {file}"
    return _check(
        entity,
        "few_rows_are_quarantined",
        found,
        is_passed=not is_too_much,
        unexpected=int(quarantined),
    )


def _broken(connection: duckdb.DuckDBPyConnection, entity: Entity) -> Check:
    rows = connection.execute(
        "select file, rule from ops.quarantine where entity = ? and code = ? "
        "and status = 'open' order by file",
        [entity.name, BROKEN],
    ).fetchall()
    found = "; ".join(f"{file}: {rule}" for file, rule in rows)
    return _check(
        entity,
        "files_are_readable",
        found or "all files could be read",
        is_blocking=False,
        unexpected=len(rows),
    )


def _unnamed(connection: duckdb.DuckDBPyConnection, entity: Entity) -> Check:
    """Tell of senders that the settings name no more, as by a slip: nothing counts."""
    named = [source.name for source in settings().sources]
    rows = connection.execute(
        """
        select source_name, count(distinct file) as files
        from ops.ledger
        where
            entity = 'events'
            and source_name != ?
            and not list_contains(?::varchar[], source_name)
            and regexp_full_match(file, ?)
        group by source_name
        order by source_name
        """,
        [UNKNOWN, named, LANDED_FILE.pattern],
    ).fetchall()
    found = "; ".join(
        f"events of {name}, in {files:,} landed files, are not counted: "
        "karvan.toml does not name this source"
        for name, files in rows
    )
    return _check(
        entity,
        "senders_are_named",
        found or "the settings name all who sent",
        is_blocking=False,
        unexpected=len(rows),
    )


def _row(connection: duckdb.DuckDBPyConnection, query: str, entity: Entity) -> tuple:
    values = {"entity": entity.name}
    return connection.execute(query, values).fetchone() or ()


def _check(
    entity: Entity,
    name: str,
    message: str,
    *,
    unexpected: int,
    is_passed: bool | None = None,
    is_blocking: bool = True,
) -> Check:
    return Check(
        asset=entity.table,
        name=name,
        kind="ledger",
        is_blocking=is_blocking,
        is_passed=unexpected == 0 if is_passed is None else is_passed,
        unexpected=unexpected,
        message=message,
    )
