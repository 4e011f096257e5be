"""Calls of the Segment specification as rows of the raw contract, each with its fault.

All lines of a batch become one temporary table: `CALLS` has the columns of the
contract, where they are from, the rule that they break first, and the line of those.
"""

from collections.abc import Sequence

import duckdb

from ingestion.entities import ENTITIES
from ingestion.events.calls import MOST_CALL_BYTES
from ingestion.events.members import OBJECTS, filled, of_json, said
from ingestion.events.rules import event_rules
from ingestion.mapping import Rule
from ingestion.quoting import identifier, literal

CALLS = "calls"
"""The temporary table."""

EVENTS = ENTITIES["events"]

LINE = (
    "cast(to_json({n: n, source: source, received_at: received_text, "
    "sent_at: sent_text, type: line_type, context: line_context, "
    "user_agent: user_agent, call: call, fault: fault, payload: payload}) as varchar)"
)
"""A line again, of its parts: what the quarantine keeps of it."""


def line_rules() -> list[Rule]:
    """Return what a line and the members of its call must satisfy, then all events."""
    no_json = (
        "an event must be whole JSON: this one is cut off or garbled and cannot be "
        "read; whoever sends it must send it again"
    )
    no_text = (
        "an event must be text in UTF-8: letters of this one are garbled; whoever "
        "sends it must set its encoding right"
    )
    large = f"an event must have at most {MOST_CALL_BYTES:,} bytes: send less with it"
    no_object = "an event must be a JSON object, no list, text or number"
    return [
        Rule("not_utf8", "call", no_text, "fault = 'not_utf8'"),
        Rule("too_large", "call", large, "fault = 'too_large'"),
        Rule("wrong_type", "call", no_object, "fault = 'wrong_type'"),
        Rule("not_json", "call", no_json, "fault is not null or is_unreadable"),
        Rule("too_large", "call", large, f"strlen(call) > {MOST_CALL_BYTES}"),
        Rule("wrong_type", "call", no_object, "left(call, 1) != '{'"),
        *(_begins(name, '"', "must be text") for name in ("type", "event", "name")),
        *(
            _begins(name, "{", "must be a JSON object")
            for name in (*OBJECTS, "context")
        ),
        Rule(
            "wrong_type",
            "context",
            "context of a batch must be a JSON object",
            "left(line_context, 1) != '{'",
        ),
        _readable("timestamp", "original"),
        _readable("sent_at", "sent"),
        *event_rules("has_escapes"),
    ]


def _begins(name: str, first: str, rule: str) -> Rule:
    is_broken = f"left({said(name)}, 1) != '{first}'"
    return Rule("wrong_type", name, f"{name} {rule}", is_broken)


def _readable(name: str, column: str) -> Rule:
    rule = (
        f"{name} must be a date and time as ISO 8601 writes them, such as "
        "2026-11-20T09:30:00Z"
    )
    is_broken = f"{column}_said is not null and {column}_time is null"
    return Rule("bad_timestamp", name, rule, is_broken)


def stage(
    connection: duckdb.DuckDBPyConnection,
    lines: str,
    rules: Sequence[Rule],
    *,
    is_taken: str = "true",
    is_first: bool = True,
) -> None:
    """Create `CALLS` of lines, or append to it.

    Args:
        connection: In memory, its zone UTC.
        lines: Query of lines in the shape of `ingestion.events.lines`.
        rules: What they must satisfy; ``broken`` is the place of one of them.
        is_taken: SQL that is true of a line, by ``source`` and ``file``, that is to
            be loaded; the others are counted alone.
        is_first: Whether the table is made anew.
    """
    broken = " ".join(
        f"when {rule.is_broken} then {place}" for place, rule in enumerate(rules)
    )
    columns = ", ".join(map(identifier, EVENTS.columns))
    table = f"create or replace temp table {CALLS} as"
    connection.execute(
        f"{table if is_first else f'insert into {CALLS}'} "
        f"select {columns}, extra, source as source_name, file as source_file, "
        f"n as source_row, is_unreadable, is_taken, broken, "
        f"case when broken is not null then {LINE} end as line "
        f"from (select *, {is_taken} as is_taken, case {broken} end::bigint as broken "
        f"from ({filled(of_json(lines))}))"
    )


def accepted(load_id: str) -> str:
    """Return a query of what of `CALLS` is sound, in the raw shape."""
    columns = ", ".join(map(identifier, EVENTS.columns))
    return (
        f"select {columns}, source_name, source_file, source_row, "
        f"{literal(load_id)} as _dlt_load_id, extra, "
        "cast(null as varchar) as source_key, cast(null as timestamp) as deleted_at "
        f"from {CALLS} where is_taken and broken is null"
    )
