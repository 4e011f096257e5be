"""Run quarantined events through the rules of today; what passes is loaded.

A row of the landing that was refused is in the quarantine as its whole line, so that
exactly the refused rows are taken up again. What passes leaves the ledger's row of its
load and gets one of the new load; what fails again stays, with the rule of today.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingestion import pipelines
from ingestion.classification import SUPPRESSED, write_raw
from ingestion.entities import ENTITIES
from ingestion.events.judging import judge
from ingestion.events.lines import of_texts
from ingestion.events.plan_rules import PlanRules, known_properties
from ingestion.events.staging import CALLS, accepted, line_rules, stage
from ingestion.events.suppressions import suppression_rules
from ingestion.ledger import rows_now
from ingestion.loading import Load
from ingestion.mapping import told
from ingestion.quoting import literal
from ingestion.settlement import delete_leftovers
from ingestion.sources import feeds_of
from ingestion.sources.senders import LANDED_FILE, senders
from ingestion.superseding import keep_first
from warehouse.engine import config, connect

EVENTS = ENTITIES["events"]

TAKEN_UP = """
select
    quarantine_id, source_name as source, file, source_row as n, payload as line,
    code as fault, payload, load_id
from ops.quarantine
where
    entity = 'events' and status = 'open' and payload is not null
    and list_contains(?::varchar[], quarantine_id)
    and list_contains(?::varchar[], source_name)
    and regexp_full_match(file, ?)
"""


def replay(
    quarantine_ids: Sequence[str], *, progress: Callable[[str], None] | None = None
) -> Load:
    """Take quarantined events of the landing up again.

    Rows that are not open, not of the landing, or of a sender that the settings do not
    name are left alone. The caller holds the run lock, and `prepare` has run.

    Args:
        quarantine_ids: Rows of the quarantine.
        progress: Called with a few words on each step.

    Returns:
        What was done: ``received`` of the rows were taken up, ``quarantined`` of them
        fail again.
    """
    say = progress or (lambda _: None)
    with pipelines.work_folder(EVENTS) as folder:
        lines = folder / "lines.parquet"
        with connect() as connection:
            taken_up = _take_up(connection, quarantine_ids, lines)
            plan = PlanRules(known_properties(connection))
            rows = rows_now(connection, EVENTS.name)
        if not taken_up:
            return Load(EVENTS.name, rows=rows)
        say(f"events: replaying {taken_up:,} rows")
        judged, load_id = folder / "judged.parquet", str(time.time())
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            _judge(connection, lines, plan, judged)
            passing = connection.execute(
                f"select count(*) from {CALLS} where broken is null"
            ).fetchall()[0][0]

            def write(load_id: str) -> Iterator[tuple[Path, int]]:
                target = folder / "passing.parquet"
                yield target, write_raw(connection, EVENTS, [accepted(load_id)], target)

            if passing:
                load_id = pipelines.load(EVENTS, folder, write)
        say("events: settling the ledger")
        with connect() as connection:
            connection.execute("begin")
            now = datetime.now(UTC).replace(tzinfo=None)
            _settle(connection, judged, load_id, now)
            if EVENTS.unique:
                keep_first(connection, EVENTS, load_id, EVENTS.unique)
            plan.record(connection, load_id, now)
            delete_leftovers(connection, EVENTS)
            found = _summary(connection, load_id, taken_up)
            connection.execute("commit")
    return found


def _take_up(
    connection: duckdb.DuckDBPyConnection, quarantine_ids: Sequence[str], lines: Path
) -> int:
    named = senders(feeds_of(EVENTS.name))
    row = connection.execute(
        f"copy ({TAKEN_UP}) to {literal(lines)} (format parquet)",
        [list(quarantine_ids), list(named), LANDED_FILE.pattern],
    ).fetchone()
    return int(row[0]) if row else 0


def _judge(
    connection: duckdb.DuckDBPyConnection, lines: Path, plan: PlanRules, judged: Path
) -> None:
    """Write what becomes of each row: its rule of today, or none."""
    rules = [*suppression_rules(connection), *line_rules()]
    query = of_texts(f"read_parquet({literal(lines)})")
    stage(connection, query, rules)
    rules += judge(connection, query, plan, len(rules))
    connection.execute(
        f"copy (select quarantine_id, source, file, load_id, code, field, rule "
        f"from read_parquet({literal(lines)}) "
        f"join {CALLS} on source_file = file and source_row = n "
        f"and source_name = source "
        f"left join ({told(rules)}) as told (broken, code, field, rule) "
        f"using (broken)) to {literal(judged)} (format parquet)"
    )


def _settle(
    connection: duckdb.DuckDBPyConnection, judged: Path, load_id: str, now: datetime
) -> None:
    connection.execute(
        "create or replace temp table judged as "
        f"select *, code is null or code = '{SUPPRESSED}' as is_moved "
        f"from read_parquet({literal(judged)})"
    )
    connection.execute(
        """
        create or replace temp table moved as
        select
            source, file, load_id, count(*) as rows,
            count(*) filter (code is null) as passing
        from judged where is_moved group by all
        """
    )
    connection.execute(
        """
        insert into ops.ledger by name
        select
            source_name, entity, file, first(file_hash) as file_hash,
            $load_id as load_id, sum(rows)::bigint as received,
            sum(passing)::bigint as accepted, 0 as duplicate, 0 as quarantined,
            sum(rows - passing)::bigint as suppressed, $now::timestamp as loaded_at,
            true as is_current
        from ops.ledger join moved using (file, load_id)
        where entity = 'events' and source_name = source
        group by source_name, entity, file
        """,
        {"load_id": load_id, "now": now},
    )
    connection.execute(
        """
        update ops.ledger
        set received = received - rows, quarantined = quarantined - rows
        from moved
        where
            entity = 'events' and source_name = source
            and ledger.file = moved.file and ledger.load_id = moved.load_id
        """
    )
    connection.execute(
        f"""
        update ops.quarantine
        set
            status = case
                when judged.code is null then 'replayed'
                when judged.code = '{SUPPRESSED}' then 'dismissed'
                else 'open'
            end,
            code = coalesce(judged.code, quarantine.code),
            field = if(judged.code is null, quarantine.field, judged.field),
            rule = coalesce(judged.rule, quarantine.rule),
            payload = if(judged.code = '{SUPPRESSED}', null, payload)
        from judged
        where quarantine.quarantine_id = judged.quarantine_id
        """
    )


def _summary(
    connection: duckdb.DuckDBPyConnection, load_id: str, taken_up: int
) -> Load:
    moved, accepted_now, repeats, suppressed = connection.execute(
        "select coalesce(sum(received), 0), coalesce(sum(accepted), 0), "
        "coalesce(sum(duplicate), 0), coalesce(sum(suppressed), 0) "
        "from ops.ledger where entity = 'events' and load_id = ?",
        [load_id],
    ).fetchall()[0]
    return Load(
        EVENTS.name,
        received=taken_up,
        accepted=int(accepted_now),
        duplicate=int(repeats),
        quarantined=taken_up - int(moved),
        suppressed=int(suppressed),
        rows=rows_now(connection, EVENTS.name),
        is_new=moved > 0,
    )
