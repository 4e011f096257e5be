"""The calls of the Segment specification."""

CALLS = ("track", "page", "screen", "identify", "group", "alias")
"""Values of ``events.type``."""

MOST_CALL_BYTES = 32 * 1024
"""Of one call, as Segment limits it."""

WRITE_KEY = r'("writeKey"[ \t\r\n]*:[ \t\r\n]*)"(?:[^"\\]|\\.)*\\?(?:"|$)'
"""Expression of a key that a call shows, the same for Python and DuckDB: a line end is
any character. Within a string, backslashes stand before the quotes. What is torn within
the key ends there.

The key of a server is a secret, and what is refused is read by many: its value is
emptied (``\\1""``), all else stays byte for byte.
"""
