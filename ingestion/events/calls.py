"""The calls of the Segment specification."""

CALLS = ("track", "page", "screen", "identify", "group", "alias")
"""Values of ``events.type``."""

MOST_CALL_BYTES = 32 * 1024
"""Of one call, as Segment limits it."""
