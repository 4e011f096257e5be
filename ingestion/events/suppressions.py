"""People whose events are not kept, as they or someone for them decided.

Their events are counted and nothing of them is stored, not even why one of them might
have been refused.
"""

import duckdb

from ingestion.classification import SUPPRESSED
from ingestion.mapping import Rule
from warehouse.decisions import decisions

_IDS = {"user_id": ("user_id", "previous_id"), "anonymous_id": ("anonymous_id",)}
_EMAILS = (
    "traits ->> '$.email'", "context ->> '$.traits.email'", "properties ->> '$.email'",
)  # fmt: skip


def suppression_rules(connection: duckdb.DuckDBPyConnection) -> list[Rule]:
    """Return the rules that the events of suppressed people break.

    Args:
        connection: A temporary table of the identifiers is made there.
    """
    holds = {
        (one["kind"], str(one["identifier"])): bool(one["is_suppressed"])
        for one in decisions("suppressions")
    }
    rows = [
        (kind, identifier.lower() if kind == "email" else identifier)
        for (kind, identifier), is_suppressed in holds.items()
        if is_suppressed
    ]
    if not rows:
        return []
    connection.execute(
        "create or replace temp table suppressions (kind varchar, identifier varchar)"
    )
    connection.executemany("insert into suppressions values (?, ?)", rows)
    kinds = {kind for kind, _ in rows}
    rules = [
        _rule(kind, name)
        for kind, names in _IDS.items()
        for name in names
        if kind in kinds
    ]
    if "email" in kinds:
        rules += [_rule("email", f"lower({value})") for value in _EMAILS]
    return rules


def _rule(kind: str, value: str) -> Rule:
    return Rule(
        SUPPRESSED,
        kind,
        "a person whose events are not kept",
        f"{value} in (select identifier from suppressions where kind = '{kind}')",
    )
