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


def doubts() -> tuple[str, ...]:
    """Return conditions of which one is true of each event that breaks a rule.

    They take a third of the rules' time, and are true of a few events that break none,
    such as one whose id begins beyond ASCII.
    """
    calls, no_ids = (", ".join(map(literal, some)) for some in (CALLS, NO_IDS))
    together = f"concat({', '.join(IDS)})"
    return (
        f"type is null or type not in ({calls})",
        *(
            # A space begins it, or a bracket of a list or an object.
            f"{name} < '!' or {name} >= '{{' or {name} >= '[' and {name} < '\\' "
            f"or strlen({name}) > {MOST_ID_CHARACTERS} or {name} in ({no_ids})"
            for name in IDS
        ),
        # JSON writes two bytes or more for a control character, but for one of them.
        f"strlen(to_json({together})) != strlen({together}) + 2",
        f"contains({together}, chr(127))",
        *(rule.is_broken for rule in (*_presence(), *_times())),
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
