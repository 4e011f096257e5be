"""What is said to who asks for a metric that cannot be computed."""

from collections.abc import Iterable
from difflib import get_close_matches


class MetricError(Exception):
    """A question that has no answer, or a metric that is not understood, in words."""


def closest(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean a or b?`` with the nearest names, or nothing."""
    found = get_close_matches(name, sorted(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(found)}?" if found else ""
