"""Targets of single periods as a line of text: ``2026-12-01: 420000, …``."""

from collections.abc import Mapping
from datetime import date

from dashboards.components.entry_form import NoEntryError


class TargetsError(NoEntryError):
    """A text says no targets; the message says which part, and the fix."""


def parsed_targets(text: str) -> dict[date, float]:
    """Return targets by the first day of their period; none for an empty text.

    Raises:
        TargetsError: If a part is no day and number.
    """
    found: dict[date, float] = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        day, _, amount = part.partition(":")
        try:
            found[date.fromisoformat(day.strip())] = float(amount)
        except ValueError as error:
            message = (
                f"{part!r} is no target of a period; write its first day and a number "
                "without separators, such as 2026-12-01: 420000"
            )
            raise TargetsError(message) from error
    return found


def written_targets(targets: Mapping[date, float]) -> str:
    """Return targets as the text that `parsed_targets` reads."""
    return ", ".join(f"{day}: {amount:.15g}" for day, amount in sorted(targets.items()))
