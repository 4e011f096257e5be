"""The quarantine: every refused row, with its rule and its payload.

A row keeps its place in the quarantine while newer versions of its file still have it;
a version without it releases it (status ``replaced``). A person's dismissal stays
until it is taken back.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import duckdb

from ingestion.changes import Change
from ingestion.classification import SUPPRESSED, Outcome
from ingestion.entities import Entity
from ingestion.quoting import literal
from ingestion.readers.relation import KEY
from warehouse.decisions import decisions

BROKEN = "broken_file"

STANDING = f"status in ('open', 'dismissed') and code != {literal(SUPPRESSED)}"
"""True of rows that are refused now, whether or not a person has to do with them."""


def quarantine(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    load_id: str,
    outcomes: Sequence[Outcome],
    now: datetime,
) -> None:
    """Add what was refused of files; what is there already is seen again."""
    found = [
        f"select {literal(BROKEN)} as code, null as field, "
        f"{literal(f'the file must be readable: {one.broken}')} as rule, "
        "null as source_row, null as payload, null as source_key, "
        f"{literal(one.source_name)} as source_name, {literal(one.file)} as file"
        for one in outcomes
        if one.broken is not None
    ]
    if refused := {str(one.refused) for one in outcomes if one.refused is not None}:
        listed = ", ".join(map(literal, sorted(refused)))
        found.append(f"from read_parquet([{listed}], union_by_name = true)")
    if not found:
        return
    connection.execute(
        f"""
        create or replace temp table refused_now as
        select
            md5(concat_ws(
                chr(31), source_name, ?, file, code, field, rule, payload,
                row_number() over (
                    partition by source_name, file, code, field, rule, payload
                    order by source_row
                )
            )) as quarantine_id,
            *
        from ({" union all by name ".join(found)})
        """,
        [entity.name],
    )
    connection.execute(
        """
        update ops.quarantine
        set
            last_seen_at = ?,
            load_id = ?,
            source_row = refused_now.source_row,
            status = if(status in ('replaced', 'replayed'), 'open', status)
        from refused_now
        where quarantine.quarantine_id = refused_now.quarantine_id
        """,
        [now, load_id],
    )
    connection.execute(
        """
        insert into ops.quarantine by name
        select
            quarantine_id,
            code,
            'raw' as stage,
            source_name,
            $entity as entity,
            file,
            source_row,
            field,
            rule,
            payload,
            source_key,
            $load_id as load_id,
            $now::timestamp as first_seen_at,
            $now::timestamp as last_seen_at,
            if(code = $suppressed, 'dismissed', 'open') as status
        from refused_now
        anti join ops.quarantine using (quarantine_id)
        """,
        {
            "entity": entity.name,
            "load_id": load_id,
            "now": now,
            "suppressed": SUPPRESSED,
        },
    )


def release(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    places: Collection[tuple[str, str]],
) -> None:
    """Close what stands of files that newer versions replace."""
    connection.execute(
        "update ops.quarantine set status = 'replaced' from ("
        "select unnest(?::varchar[]) as source_name, unnest(?::varchar[]) as file"
        f") as place where {STANDING} and entity = ? "
        "and quarantine.source_name = place.source_name "
        "and quarantine.file = place.file",
        [[source for source, _ in places], [file for _, file in places], entity.name],
    )


def release_keys(
    connection: duckdb.DuckDBPyConnection,
    entity: Entity,
    place: tuple[str, str],
    change: Change,
) -> None:
    """Close what stands of the rows of a table that were read anew, or are gone."""
    connection.execute(
        f"""
        update ops.quarantine set status = 'replaced'
        where {STANDING} and entity = ? and source_name = ? and file = ?
            and (
                source_key in (select {KEY} from read_parquet({literal(change.loaded)}))
                or source_key in (from read_parquet({literal(change.gone)}))
            )
        """,
        [entity.name, *place],
    )


def apply_decisions(connection: duckdb.DuckDBPyConnection) -> None:
    """Close the open rows that people dismissed, and open those that they reopened."""
    statuses: dict[str, str] = {}
    for one in decisions("quarantine"):
        statuses |= dict.fromkeys(one.get("dismissed", ()), "dismissed")
        statuses |= dict.fromkeys(one.get("reopened", ()), "open")
    if statuses:
        connection.execute(
            "update ops.quarantine set status = decision from ("
            "select unnest(?::varchar[]) as of_id, unnest(?::varchar[]) as decision"
            f") where quarantine_id = of_id and status != decision and {STANDING}",
            [list(statuses), list(statuses.values())],
        )
