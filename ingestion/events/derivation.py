"""The columns of an event that are made: its id, the key of it, and its times.

All as SQL over the columns of the contract as a sender or a file says them, ``extra``
among them; none of it ever raises. Whatever way an event comes by, it gets them here.

=======================  ===========================================================
``message_id``           of the sender; else a hash of the source, of all that the
                         event says and of when it happened: the same call sent twice
                         is one event
``message_key``          a number of the source and the id, by which repeats are found
``original_timestamp``   of the sender's clock, where ``timestamp`` alone is said
``timestamp``            as said; else ``received_at - (sent_at - original_timestamp)``,
                         which sets right a sender's wrong clock; else what is known of
                         these times
``received_at``          as said; else when it was sent, else when it happened
=======================  ===========================================================

The correction of the clock is the Segment specification's.
"""

from ingestion.quoting import identifier
from warehouse.engine import stable_key

SEPARATOR = "chr(31)"
"""Stands between parts that are hashed together: no text has it in it."""

NOTHING = "chr(30)"
"""Stands for a part that is null, which is not empty text."""

SAID_OF_CONTENT = (
    "type", "event", "user_id", "anonymous_id", "group_id", "previous_id", "name",
    "properties", "traits", "context", "extra",
)  # fmt: skip
"""Columns that tell an event without an id from another, beside its time."""


def derived(source_name: str = "source_name") -> dict[str, str]:
    """Return SQL of each column that is made, over the columns as they are said.

    Args:
        source_name: SQL of the source's name.
    """
    message_id = f"coalesce(message_id, {content_hash(source_name)})"
    happened = _first("timestamp", "original_timestamp")
    received_at = _first("received_at", "sent_at", happened)
    skew = f"({identifier('sent_at')} - {identifier('original_timestamp')})"
    return {
        "message_id": message_id,
        "message_key": message_key(source_name, message_id),
        "timestamp": _first(
            "timestamp", f"{received_at} - {skew}", "original_timestamp", received_at
        ),
        "original_timestamp": _first("original_timestamp", "timestamp"),
        "received_at": received_at,
    }


def message_key(source_name: str, message_id: str) -> str:
    """Return SQL of a positive whole number that hardly two ids of a source share."""
    return stable_key(f"{source_name} || {SEPARATOR} || {message_id}")


def content_hash(source_name: str) -> str:
    """Return SQL of an id made of what an event says; of equal events it is equal.

    The time when it happened counts; where that is not said, when it was sent, and
    where not even that is, when it was received: two clicks are two.
    """
    happened = _first("original_timestamp", "timestamp", "sent_at", "received_at")
    parts = [
        f"coalesce({part}, {NOTHING})"
        for part in (*map(identifier, SAID_OF_CONTENT), f"cast({happened} as varchar)")
    ]
    return f"md5(concat_ws({SEPARATOR}, {source_name}, {', '.join(parts)}))"


def _first(*values: str) -> str:
    return f"coalesce({', '.join(map(_named, values))})"


def _named(value: str) -> str:
    return identifier(value) if value.isidentifier() else value
