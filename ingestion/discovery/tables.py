"""A table as it was found, whatever system holds it."""

from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "text", "integer", "number", "boolean", "date", "timestamp", "instant", "other"
]
"""What a column's values are; an instant is a time with its zone."""

SAMPLE_ROWS = 1_000
"""Rows that are looked at."""

DISTINCT_SHARE = 0.95


@dataclass(frozen=True)
class Column:
    """One column and what its first rows hold."""

    name: str
    type: str
    """As the system says it."""
    kind: Kind
    is_primary: bool = False
    is_indexed: bool = False
    references: str | None = None
    """Name of the table that a foreign key points to."""
    values: tuple[str, ...] = ()
    """Sampled values as text, in order, without nulls."""

    @property
    def is_distinct(self) -> bool:
        """Return whether hardly a sampled value repeats; true of a column without any.

        Exports hold some rows twice, and an id stays one.
        """
        return len(set(self.values)) >= DISTINCT_SHARE * len(self.values)


@dataclass(frozen=True)
class Table:
    """One table, view, sheet or file, or several files of one header."""

    name: str
    columns: tuple[Column, ...]
    place: dict[str, str] = field(default_factory=dict)
    """What the settings say of it: ``table``, or ``path`` and ``sheet``."""
    rows: int | None = None
    """How many it holds, or is believed to hold; None if nobody knows."""
    is_view: bool = False
    hints: dict[str, str] = field(default_factory=dict)
    """What the source's entry must say to read it right, such as ``encoding``."""

    def __str__(self) -> str:
        """Return such as ``public.orders`` or ``sales/*.csv``."""
        return " · ".join(self.place.values()) or self.name

    def column(self, name: str) -> Column | None:
        """Return a column by its name, whatever the case; None if there is none."""
        folded = name.strip().casefold()
        alike = [one for one in self.columns if one.name.strip().casefold() == folded]
        exact = [one for one in alike if one.name == name]
        return (exact or alike or [None])[0]

    def with_values(self, values: dict[str, tuple[str, ...]]) -> "Table":
        """Return the table with sampled values, by column."""
        columns = tuple(
            replace(one, values=values.get(one.name, ())) for one in self.columns
        )
        return replace(self, columns=columns)
