"""Events as received: each once, of a known kind, by somebody, at a time.

What is wrong with an event quarantines it when it is loaded, so that these rules find
what loading should have found.
"""

from quality.rules import no_rows, not_null, one_of, plausible_time, unique

TABLE = "raw_events.events"

TYPES = ["track", "page", "screen", "identify", "group", "alias"]

RULES = [
    not_null("message_id", "Every event has an id"),
    # A number made of source and id: a third of the time of hashing the texts.
    unique("message_key", "Every event of a source is there once"),
    one_of("type", TYPES, "Events are of the six calls of the specification"),
    not_null("timestamp", "Every event has a time"),
    not_null("received_at", "Every event was received at a time"),
    plausible_time("timestamp", "Every event happened after 1970 and before tomorrow"),
    no_rows(
        "event_named",
        "Every tracked event has a name",
        "type = 'track' and coalesce(trim(event), '') = ''",
        "warning",
    ),
    no_rows(
        "visitor_known",
        "Every event is by a visitor or a user",
        "coalesce(anonymous_id, user_id) is null",
        "warning",
    ),
]
