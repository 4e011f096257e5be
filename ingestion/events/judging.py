"""Calls that break a rule: which break the plan, and what is kept of all of them."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from ingestion.classification import SUPPRESSED
from ingestion.events.members import parted
from ingestion.events.plan_rules import PlanRules
from ingestion.events.staging import CALLS, LINE
from ingestion.mapping import Rule, told
from ingestion.quoting import literal

PASSING = "passing_calls"


def judge(
    connection: duckdb.DuckDBPyConnection, lines: str, plan: PlanRules, first: int
) -> list[Rule]:
    """Mark the calls that break the plan and nothing else; return those rules.

    Args:
        connection: Where `CALLS` is.
        lines: Query of the lines that it was made of.
        plan: The plan.
        first: Place of its first rule among all.
    """
    connection.execute(
        f"create or replace temp view {PASSING} as select rowid as call_id, "
        "source_name, type, event, properties, received_at, source_file, source_row "
        f"from {CALLS} where is_taken and broken is null"
    )
    rules = plan.violations(connection, PASSING)
    if rules:
        connection.execute(
            f"create or replace temp table violations as select call_id, "
            f"{first} + rule as broken, source_file as file, source_row as n "
            f"from plan_violations join {PASSING} using (call_id)"
        )
        connection.execute(
            f"update {CALLS} set broken = found.broken, line = found.line from ("
            f"select call_id, broken, {LINE} as line "
            f"from ({parted(lines)}) join violations using (file, n)) as found "
            f"where {CALLS}.rowid = found.call_id"
        )
    return rules


def write_refused(
    connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule], target: Path
) -> None:
    """Write the calls that break a rule, with the rule and the line."""
    connection.execute(
        f"copy (select code, field, rule, source_row, "
        f"case when code != {literal(SUPPRESSED)} then line end as payload, "
        "cast(null as varchar) as source_key, source_name, source_file as file "
        f"from {CALLS} join ({told(rules)}) as told (broken, code, field, rule) "
        f"using (broken) where is_taken) to {literal(target)} (format parquet)"
    )
