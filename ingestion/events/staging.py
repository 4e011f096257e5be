"""Calls of the Segment specification as rows of the raw contract, each with its fault.

All lines of a batch become one temporary table in one pass over their JSON: `CALLS` has
the columns of the contract, where they are from, the rule that they break first, and
the call as it came.
"""

import json
from collections.abc import Iterable, Sequence

import duckdb

from ingestion.entities import ENTITIES
from ingestion.events.calls import MOST_CALL_BYTES
from ingestion.events.derivation import derived
from ingestion.events.lines import UNREADABLE
from ingestion.events.rules import IDS, event_rules
from ingestion.mapping import Rule
from ingestion.quoting import identifier, literal
from ingestion.sources.landed import MEMBERS

CALLS = "calls"
"""The temporary table."""

EVENTS = ENTITIES["events"]

_OBJECTS = ("properties", "traits")
_TEXTS = ("event", "name", *IDS)
_TIMES = ("timestamp", "original_timestamp", "sent_at")
_FIRST, _LAST = "timestamptz '0001-01-01'", "timestamptz '9999-12-30'"

_USUAL = ("integrations", "channel", "_metadata")
"""Members beside the contract's that libraries send with each call."""

_SECRET = ("writeKey", "receivedAt")
"""Not kept: the key that let an event in says no more than the source."""

_NAMED = (*MEMBERS.values(), *_USUAL, *_SECRET)
_NULLED = ("userId", "anonymousId")
"""Members that libraries send although they are null, one or the other."""

# Ids and times are text whatever they were, the others must be what they should be.
_SHAPE = json.dumps(
    dict.fromkeys(_NAMED, "JSON")
    | {MEMBERS[name]: "VARCHAR" for name in (*IDS, *_TIMES)}
)
_UNKEPT = json.dumps(dict.fromkeys([*MEMBERS.values(), *_SECRET]))

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
            for name in (*_OBJECTS, "context")
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
    is_broken = f"left(said.{identifier(MEMBERS[name])}, 1) != '{first}'"
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
    query = (
        f"select {columns}, extra, source as source_name, file as source_file, "
        f"n as source_row, is_unreadable, is_taken, broken, "
        f"case when broken is not null then {LINE} end as line "
        f"from (select *, {is_taken} as is_taken, case {broken} end as broken "
        f"from ({_derived(lines)}))"
    )
    table = (
        f"create or replace temp table {CALLS} as"
        if is_first
        else (f"insert into {CALLS}")
    )
    connection.execute(f"{table} {query}")


def accepted(load_id: str) -> str:
    """Return a query of what of `CALLS` is sound, in the raw shape."""
    columns = ", ".join(map(identifier, EVENTS.columns))
    return (
        f"select {columns}, source_name, source_file, source_row, "
        f"{literal(load_id)} as _dlt_load_id, extra, "
        "cast(null as varchar) as source_key, cast(null as timestamp) as deleted_at "
        f"from {CALLS} where is_taken and broken is null"
    )


def parted(lines: str) -> str:
    """Return a query of lines with the members of the call, and names of their own."""
    return (
        "select n, source, file, user_agent, call, fault, payload, "
        "received_at as received_text, sent_at as sent_text, type as line_type, "
        f"context as line_context, {UNREADABLE} as is_unreadable, "
        f"json_transform(call, {literal(_SHAPE)}) as said from ({lines})"
    )


def _derived(lines: str) -> str:
    texts = ", ".join(f"{_text(name)} as {name}" for name in _TEXTS)
    objects = ", ".join(
        f"cast({_said(name)} as varchar) as {name}" for name in _OBJECTS
    )
    members = (
        f"select *, coalesce(line_type, {_said('type')} ->> '$') as type, "
        f"{texts}, {objects}, "
        f"cast(case when line_context is null then {_said('context')} "
        f"when {_said('context')} is null then line_context "
        f"else json_merge_patch(line_context, {_said('context')}) end as varchar) "
        "as context, len(json_keys(call)) as members, "
        # In JSON no control character but this one stands as it is.
        r"contains(call, '\') or contains(call, chr(127)) as has_escapes, "
        f"coalesce({_said('original_timestamp')}, {_said('timestamp')}) "
        f"as original_said, coalesce(sent_text, {_said('sent_at')}) as sent_said, "
        f"received_text as received_said from ({parted(lines)})"
    )
    moments = ("original", "sent", "received")
    read = ", ".join(
        f"try_cast({name}_said as timestamptz) as {name}_read" for name in moments
    )
    times = ", ".join(f"{_utc(f'{name}_read')} as {name}_time" for name in moments)
    filled = (
        f"select *, {_extra()} as extra, cast(null as bigint) as message_key, "
        "cast(null as timestamp) as timestamp, original_time as original_timestamp, "
        "sent_time as sent_at, received_time as received_at "
        f"from (select *, {times} from (select *, {read} from ({members})))"
    )
    made = ", ".join(
        f"{sql} as {identifier(name)}" for name, sql in derived("source").items()
    )
    return f"select * replace ({made}) from ({filled})"


def _extra() -> str:
    """Return SQL of what a call says besides, and the browser of its request.

    To count the members of a call takes a fifth of the time of leaving some out, and
    most calls have none that is unusual.
    """

    def said(names: Iterable[str]) -> str:
        return " + ".join(f"(said.{identifier(one)} is not null)::int" for one in names)

    nulled = f"json_type(call, [{', '.join(literal(f'$.{one}') for one in _NULLED)}])"
    others_said = said(one for one in _NAMED if one not in _NULLED)
    usual = ", ".join(
        f"'{json.dumps(one)}:' || said.{identifier(one)}" for one in _USUAL
    )
    agent = "'\"user_agent\":' || to_json(user_agent)"
    others = f"json_merge_patch(call, {literal(_UNKEPT)})"
    # `nullif` computes twice what it compares: here a little, there hardly ever.
    return (
        f"case when members = {said(_NAMED)} "
        f"or members = {others_said} + list_count({nulled}) "
        f"then '{{' || nullif(concat_ws(',', {usual}, {agent}), '') || '}}' "
        f"else nullif(cast(case when user_agent is null then {others} else "
        f"json_merge_patch({others}, json_object('user_agent', user_agent)) end "
        "as varchar), '{}') end"
    )


def _said(name: str) -> str:
    return f"said.{identifier(MEMBERS[name])}"


def _text(name: str) -> str:
    return _said(name) if name in IDS else f"{_said(name)} ->> '$'"


def _utc(time: str) -> str:
    """Return SQL of a time in UTC; null where it is none of the years 1 to 9999."""
    # Half the time of a cast, which asks for the zone.
    return (
        f"case when {time} between {_FIRST} and {_LAST} "
        f"then make_timestamp(epoch_us({time})) end"
    )
