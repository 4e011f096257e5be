"""Take in a file of calls: judged as the lines of the landing are, one file alone."""

from pathlib import Path

import duckdb

from ingestion.classification import SUPPRESSED, Counts, write_raw
from ingestion.events.judging import judge, write_refused
from ingestion.events.plan_rules import PlanRules
from ingestion.events.staging import CALLS, EVENTS, accepted, line_rules, stage
from ingestion.events.suppressions import suppression_rules
from ingestion.readers.relation import Relation


def take(
    connection: duckdb.DuckDBPyConnection,
    lines: Relation,
    plan: PlanRules,
    load_id: str,
    target: Path,
    refused: Path,
) -> Counts:
    """Write the calls that are sound and those that are not; return their numbers.

    Args:
        connection: In memory, its zone UTC.
        lines: The calls, as `ingestion.readers.calls` reads them.
        plan: The tracking plan.
        load_id: The load.
        target: Parquet file of the raw shape that is written.
        refused: Parquet file of what is refused that is written.
    """
    rules = [*suppression_rules(connection), *line_rules()]
    stage(connection, lines.sql, rules)
    rules += judge(connection, lines.sql, plan, len(rules))
    write_refused(connection, rules, refused)
    sound = write_raw(connection, EVENTS, [accepted(load_id)], target)
    suppressing = [place for place, rule in enumerate(rules) if rule.code == SUPPRESSED]
    row = connection.execute(
        f"select count(*) from {CALLS} where list_contains(?::int[], broken)",
        [suppressing],
    ).fetchone()
    suppressed = int(row[0]) if row else 0
    return Counts(
        received=lines.received,
        accepted=sound,
        quarantined=lines.received - sound - suppressed,
        suppressed=suppressed,
    )
