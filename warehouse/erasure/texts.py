"""Where a text names a person, and where it names another by a longer name.

``li@mail.example`` stands within ``ali@mail.example`` and ``li@mail.example.az``, and
``CUST-10`` within ``CUST-100``: these name somebody else, and stay.
"""

import re
from functools import lru_cache

from warehouse.erasure.person import Person, one_of

BLANK = "[erased]"
_ESCAPED = r"(?<=\\[bfnrt]{0})|(?<=\\u[0-9a-f]{{4}}{0})|(?<=%[0-9a-f]{{2}}{0})"
"""What JSON and addresses of pages write for a character: its letters join nothing."""

_JOINED = "[.+%'@-]"
_BEFORE = (
    rf"(?:(?<!\w)|{_ESCAPED.format('')})(?:(?<!\w{_JOINED})|{_ESCAPED.format(_JOINED)})"
)
_AFTER = r"(?!\w)(?![.+%@-]\w)"
_BEFORE_NUMBER, _AFTER_NUMBER = r"(?<!\d)(?<!\d[.-])(?:00)?", r"(?!\d)(?![.-]\d)"
_AROUND = r"[\w.+%'@-]*"


def is_named(text: str, person: Person) -> bool:
    """Return whether a text names the person."""
    named = _named(person.telling)
    return named is not None and named.search(text) is not None


def blanked(text: str, person: Person) -> str:
    """Return a text without the names of the person."""
    named = _named(person.telling)
    return named.sub(BLANK, text) if named else text


def longer(text: str, person: Person) -> set[str]:
    """Return the names of others in a text that one of the person's is a part of."""
    if not person.telling:
        return set()
    within = re.compile(f"(?i){_AROUND}{one_of(person.telling)}{_AROUND}")
    return set(within.findall(blanked(text, person)))


@lru_cache(maxsize=4)
def _named(telling: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted(telling, key=len, reverse=True)
    numbers = [one for one in longest_first if not any(map(str.isalpha, one))]
    others = [one for one in longest_first if one not in numbers]
    parts = [f"{_BEFORE}{one_of(others)}{_AFTER}"] if others else []
    if numbers:
        parts.append(f"{_BEFORE_NUMBER}{one_of(numbers)}{_AFTER_NUMBER}")
    return re.compile(f"(?i){'|'.join(parts)}") if parts else None
