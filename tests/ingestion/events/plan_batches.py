"""Batches of calls in memory, as a load gives them to the rules of the plan."""

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from ingestion.events.plan_rules import PlanRules

Call = tuple[int, str, str, dict[str, Any] | str, int]
"""Number, source, event, properties, and seconds of receipt."""


def judged(rules: PlanRules, calls: Iterable[Call]) -> dict[int, tuple[str, str]]:
    """Return field and rule of each call that breaks one."""
    rows = [
        {
            "call_id": number,
            "source_name": source,
            "type": event if event in ("page", "screen") else "track",
            "event": None if event in ("page", "screen") else event,
            "properties": found if isinstance(found, str) else json.dumps(found),
            "second": at,
        }
        for number, source, event, found, at in calls
    ]
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(
            """
            create temp table calls as
            select * exclude (second), make_timestamp(second * 1000000) as received_at
            from (select unnest(from_json(?, '[{"call_id": "BIGINT",
                "source_name": "VARCHAR", "type": "VARCHAR", "event": "VARCHAR",
                "properties": "VARCHAR", "second": "BIGINT"}]'), max_depth := 2))
            """,
            [json.dumps(rows)],
        )
        told = rules.violations(connection, "calls")
        if not told:
            return {}
        found = connection.execute("select call_id, rule from plan_violations")
        return {
            number: (told[place].field, told[place].rule)
            for number, place in found.fetchall()
        }
