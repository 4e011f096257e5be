"""The calls of the Segment specification."""

CALLS = ("track", "page", "screen", "identify", "group", "alias")
"""Values of ``events.type``."""
