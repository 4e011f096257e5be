"""Who did what to whom: ``home/decisions/audit.ndjson``, which names nobody.

A person is told by the salted hash of the identifier that was named.
"""

import getpass
from typing import Any

from warehouse.decisions import decide
from warehouse.erasure.finding import split
from warehouse.suppressions import digest


def note(action: str, *named: str, rows: int | None = None, **more: Any) -> None:
    """Append what was done.

    Args:
        action: Such as ``erase``.
        named: Identifiers that it was done to.
        rows: How many rows it touched.
        more: What else is worth knowing.
    """
    people = [
        digest(kind or ("email" if "@" in value else "customer"), value)
        for kind, value in map(split, named)
    ]
    decide("audit", action=action, by=user(), people=people, rows=rows, **more)


def user() -> str:
    """Return who runs this process, as the system calls them."""
    return getpass.getuser()
