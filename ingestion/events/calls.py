"""The calls of the Segment specification, and the members that they have."""

CALLS = ("track", "page", "screen", "identify", "group", "alias")
"""Values of ``events.type``."""

MOST_CALL_BYTES = 32 * 1024
"""Of one call, as Segment limits it."""

MEMBERS = {
    "message_id": "messageId",
    "type": "type",
    "event": "event",
    "user_id": "userId",
    "anonymous_id": "anonymousId",
    "group_id": "groupId",
    "previous_id": "previousId",
    "name": "name",
    "properties": "properties",
    "traits": "traits",
    "context": "context",
    "timestamp": "timestamp",
    "original_timestamp": "originalTimestamp",
    "sent_at": "sentAt",
}
"""Column of the contract to the member of a call of the Segment specification."""

USUAL = ("integrations", "channel", "_metadata")
"""Members beside the contract's that libraries send with each call."""

SECRET = ("writeKey", "receivedAt")
"""Not kept: the key that let an event in says no more than the source."""

NAMED = (*MEMBERS.values(), *USUAL, *SECRET)

WRITE_KEY = r'("writeKey"[ \t\r\n]*:[ \t\r\n]*)"(?:[^"\\]|\\.)*\\?(?:"|$)'
"""Expression of a key that a call shows, the same for Python and DuckDB: a line end is
any character. Within a string, backslashes stand before the quotes. What is torn within
the key ends there.

The key of a server is a secret, and what is refused is read by many: its value is
emptied (``\\1""``), all else stays byte for byte.
"""
