"""What an event must satisfy, whatever way it comes by: rules of the raw contract.

As conditions over the columns of the contract, which are true where a rule is broken.
The first that an event breaks is named. An id is judged as text, for that is what files
and JSON alike make of it: a number is an id as it stands, and what a broken page puts
in the place of one (an object, ``undefined``) is none.
"""

from ingestion.events.calls import CALLS
from ingestion.mapping import Rule
from ingestion.quoting import literal
from warehouse.settings import settings

IDS = ("message_id", "user_id", "anonymous_id", "group_id", "previous_id")
MOST_ID_CHARACTERS = 255
NO_IDS = ("[object Object]", "undefined", "NaN", "null", "true", "false")
"""What is written where an id should be."""

_SHORTEST_SURELY_AN_ID = 16
"""Characters: what is no id and yet looks like one has fewer."""


def event_rules(may_be_odd: str = "true") -> tuple[Rule, ...]:
    """Return the rules, in the order in which they are tried.

    Args:
        may_be_odd: SQL that is true of all events whose ids may have control characters
            in them, which are looked for at some length.
    """
    return (*_kind(), *_identifiers(may_be_odd), *_presence(), *_times())


def is_surely_sound() -> str:
    """Return SQL that is true of events that break none of the rules.

    It takes a third of the rules' time, and is not true of a few that break none, such
    as events whose id begins with a bracket or beyond ASCII.
    """
    calls, no_ids = (", ".join(map(literal, some)) for some in (CALLS, NO_IDS))
    ids = " and ".join(
        f"({name} is null or strlen({name}) between 1 and {MOST_ID_CHARACTERS} "
        # No space begins it, and no bracket of a list or an object.
        f"and ({name} >= '!' and {name} < '[' or {name} >= '\\' and {name} < '{{') "
        f"and {name} not in ({no_ids}))"
        for name in IDS
    )
    others = " and ".join(
        f"not coalesce({rule.is_broken}, false)" for rule in (*_presence(), *_times())
    )
    together = f"concat({', '.join(IDS)})"
    return (
        f"type in ({calls}) and {ids} "
        # JSON writes two bytes or more for a control character, but for one of them.
        f"and strlen(to_json({together})) = strlen({together}) + 2 "
        f"and not contains({together}, chr(127)) "
        f"and {others}"
    )


def _kind() -> tuple[Rule, ...]:
    calls = ", ".join(map(literal, CALLS))
    rule = f"type must be one of {', '.join(CALLS)}"
    return (
        Rule("missing_required", "type", "type must not be empty", "type is null"),
        Rule("unknown_type", "type", rule, f"type not in ({calls})"),
    )


def _identifiers(may_be_odd: str) -> tuple[Rule, ...]:
    no_ids = ", ".join(map(literal, NO_IDS))
    return tuple(
        Rule(
            "bad_identifier",
            name,
            f"{name} must be text or a number of at most {MOST_ID_CHARACTERS} "
            "characters: not empty, no object or list, no control characters, and no "
            "word for nothing, such as undefined or null",
            # What costs nothing comes first, and rules most ids out.
            f"(strlen({name}) not between {_SHORTEST_SURELY_AN_ID} "
            f"and {MOST_ID_CHARACTERS} or {name} < '!' "
            f"or left({name}, 1) in ('{{', '[') or {may_be_odd}) "
            f"and (trim({name}) = '' or {name} in ({no_ids}) "
            f"or length({name}) > {MOST_ID_CHARACTERS} "
            rf"or regexp_matches({name}, '[\x00-\x1F\x7F]') "
            f"or (left({name}, 1) in ('{{', '[') and json_valid({name})))",
        )
        for name in IDS
    )


def _presence() -> tuple[Rule, ...]:
    def missing(name: str, rule: str, is_broken: str) -> Rule:
        return Rule("missing_required", name, rule, is_broken)

    return (
        missing(
            "event", "a track call must name its event",
            "type = 'track' and coalesce(trim(event), '') = ''",
        ),
        missing(
            "user_id", "an event must have a user_id or an anonymous_id",
            "user_id is null and anonymous_id is null",
        ),
        missing(
            "group_id", "a group call must have a group_id",
            "type = 'group' and group_id is null",
        ),
        missing(
            "previous_id", "an alias call must have a previous_id",
            "type = 'alias' and previous_id is null",
        ),
    )  # fmt: skip


def _times() -> tuple[Rule, ...]:
    events = settings().events
    time, received_at = '"timestamp"', "received_at"
    seconds = events.future_hours * 3600
    zone = literal(settings().shop.timezone)
    oldest_at = f"timezone('UTC', timezone({zone}, timestamp '{events.oldest_on}'))"
    return (
        Rule(
            "time_future",
            "timestamp",
            f"an event must not happen more than {events.future_hours:g} hours after "
            "it was received: the sender's clock is fast (`future_hours` says how much "
            "it may be)",
            f"{time} > {received_at} + {seconds} * interval 1 second",
        ),
        Rule(
            "time_ancient",
            "timestamp",
            f"an event must not be before {events.oldest_on}: the sender's clock is "
            "wrong, or its history older (`oldest_on` says how old it may be)",
            f"{time} < {oldest_at}",
        ),
    )
