"""The members of a call as columns of the raw contract.

Lines are read in one of two ways (`Taken`): whole, with the call as JSON that is taken
apart after, or plain, with its members at once. What is made of them is the same.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingestion.events.calls import MEMBERS, NAMED, USUAL
from ingestion.events.derivation import derived
from ingestion.events.lines import UNREADABLE
from ingestion.events.rules import IDS
from ingestion.quoting import identifier, literal

OBJECTS = ("properties", "traits")
TEXTS = ("event", "name", *IDS)
TIMES = ("timestamp", "original_timestamp", "sent_at")

_FIRST, _LAST = "timestamptz '0001-01-01'", "timestamptz '9999-12-30'"
_NULLED = ("userId", "anonymousId")
"""Members that libraries send although they are null, one or the other."""

# Ids and times are text whatever they were, the others must be what they should be.
_SHAPE = json.dumps(
    dict.fromkeys(NAMED, "JSON") | {MEMBERS[name]: "VARCHAR" for name in (*IDS, *TIMES)}
)
_UNKEPT = json.dumps(dict.fromkeys(NAMED))

LINE_PARTS = (
    "n, source, file, user_agent, fault, received_at as received_text, "
    "sent_at as sent_text, type as line_type, context as line_context"
)
"""Columns of a line, with names that leave those of the contract free."""


@dataclass(frozen=True)
class Taken:
    """Lines whose calls are taken apart."""

    sql: str
    """Query of `LINE_PARTS` and ``said``, a struct of the members of the call."""
    text: Callable[[str], str]
    """Gives SQL of a column's member as text."""
    extra: str
    """SQL of what a call says besides, and the browser of its request."""
    also: str
    """SQL of further columns, of ``sql``'s."""


def said(name: str) -> str:
    """Return SQL of the member that a column is of."""
    return f"said.{identifier(MEMBERS[name])}"


def parted(lines: str) -> str:
    """Return a query of lines, the call as it came and its members."""
    return (
        f"select {LINE_PARTS}, call, payload, {UNREADABLE} as is_unreadable, "
        f"json_transform(call, {literal(_SHAPE)}) as said from ({lines})"
    )


def of_json(lines: str) -> Taken:
    """Return lines whose calls are JSON, taken apart."""
    return Taken(
        parted(lines),
        lambda name: said(name) if name in IDS else f"{said(name)} ->> '$'",
        extra(_others()),
        "len(json_keys(call)) as members, "
        # In JSON no control character but this one stands as it is.
        r"contains(call, '\') or contains(call, chr(127)) as has_escapes",
    )


def filled(taken: Taken) -> str:
    """Return a query of lines with all columns of the contract, and ``extra``.

    Beside them are the columns of the lines, and ``original``, ``sent`` and
    ``received`` as ``…_said`` and as ``…_time``.
    """
    texts = ", ".join(f"{taken.text(name)} as {name}" for name in TEXTS)
    objects = ", ".join(f"cast({said(name)} as varchar) as {name}" for name in OBJECTS)
    context = said("context")
    members = (
        f"select *, coalesce(line_type, {taken.text('type')}) as type, "
        f"{texts}, {objects}, cast(case when line_context is null then {context} "
        f"when {context} is null then line_context "
        f"else json_merge_patch(line_context, {context}) end as varchar) as context, "
        f"coalesce({said('original_timestamp')}, {said('timestamp')}) "
        f"as original_said, coalesce(sent_text, {said('sent_at')}) as sent_said, "
        f"received_text as received_said, {taken.also} from ({taken.sql})"
    )
    moments = ("original", "sent", "received")
    read = ", ".join(
        f"try_cast({name}_said as timestamptz) as {name}_read" for name in moments
    )
    times = ", ".join(f"{_utc(f'{name}_read')} as {name}_time" for name in moments)
    whole = (
        f"select *, {taken.extra} as extra, cast(null as bigint) as message_key, "
        "cast(null as timestamp) as timestamp, original_time as original_timestamp, "
        "sent_time as sent_at, received_time as received_at "
        f"from (select *, {times} from (select *, {read} from ({members})))"
    )
    made = ", ".join(
        f"{sql} as {identifier(name)}" for name, sql in derived("source").items()
    )
    return f"select * replace ({made}) from ({whole})"


def extra(*others: str) -> str:
    """Return SQL of ``extra``: the usual members, and the browser of the request.

    Args:
        others: SQL of what else there is, as members of a JSON object or null.
    """
    usual = (f"'{json.dumps(one)}:' || said.{identifier(one)}" for one in USUAL)
    agent = "'\"user_agent\":' || to_json(user_agent)"
    # `nullif` computes twice what it compares: here a little.
    members = f"concat_ws(',', {', '.join([*usual, agent, *others])})"
    return f"'{{' || nullif({members}, '') || '}}'"


def _others() -> str:
    """Return SQL of the members of a call that are not named; a null one is none.

    To count the members of a call takes a fifth of the time of leaving some out, and
    most calls have none that is unusual.
    """

    def count(names: Iterable[str]) -> str:
        return " + ".join(f"(said.{identifier(one)} is not null)::int" for one in names)

    nulled = f"json_type(call, [{', '.join(literal(f'$.{one}') for one in _NULLED)}])"
    others_said = count(one for one in NAMED if one not in _NULLED)
    unnamed = f"cast(json_merge_patch(call, {literal(_UNKEPT)}) as varchar)"
    return (
        f"case when members != {count(NAMED)} "
        f"and members != {others_said} + list_count({nulled}) "
        f"then nullif({unnamed}[2:-2], '') end"
    )


def _utc(time: str) -> str:
    """Return SQL of a time in UTC; null where it is none of the years 1 to 9999."""
    # Half the time of a cast, which asks for the zone.
    return (
        f"case when {time} between {_FIRST} and {_LAST} "
        f"then make_timestamp(epoch_us({time})) end"
    )
