"""Makes readable what JSON allows and parsers do not: half characters, deep nesting.

Both come from few senders, so they cost time only where a first reading failed.
"""

import re

MOST_DEPTH = 100
"""An event that is nested deeper is kept aside when parsers give up."""
_EVENT_DEPTH = 3  # the body's object, its array, an element

_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""One escape of a JSON string; ``half`` where it is half of a character alone."""

_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
"""A bracket, or a string as a whole, whose brackets count nothing."""


def whole_characters(body: bytes) -> bytes:
    """Return a body with U+FFFD for escapes of half a character.

    Browsers send such halves of texts that they cut; no table can hold them.
    """
    return _ESCAPE.sub(lambda one: rb"\ufffd" if one["half"] else one[0], body)


def without_deep(body: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Take the elements of a batch that are nested too deeply out of its body.

    Returns:
        The body with a text in place of each, and what each text stands for.
    """
    parts: list[bytes] = []
    taken: dict[bytes, bytes] = {}
    depth = deepest = start = end = 0
    for found in _BRACKET.finditer(body):
        bracket = found[0]
        if bracket in b"[{":
            depth += 1
            if depth == _EVENT_DEPTH:
                start, deepest = found.start(), 0
            deepest = max(deepest, depth)
        elif bracket in b"]}":
            if depth == _EVENT_DEPTH and deepest > MOST_DEPTH:
                mark = rb'"\u0000%d"' % len(taken)
                taken[mark] = body[start : found.end()]
                parts += body[end:start], mark
                end = found.end()
            depth -= 1
    return b"".join([*parts, body[end:]]), taken
