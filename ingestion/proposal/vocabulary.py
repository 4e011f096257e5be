"""How people name the contract's entities and columns: ``vocabulary.toml``, read."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHARED_NAMES = "..."
"""Stands for the shared names of a column where an entity adds some of its own."""

Names = tuple[str, ...]
"""Names as people write them, most usual first."""


@dataclass(frozen=True)
class Naming:
    """How tables of one entity are named, and what tells them from others."""

    subjects: Names
    """Names of the table, and of one row."""
    columns: dict[str, Names]
    """Columns that have names of their own there."""
    needs: tuple[Names, ...] = ()
    """Columns of each of which one must be there besides those that are required."""
    telling: Names = ()
    """Columns that few other entities have."""
    constants: dict[str, str] = field(default_factory=dict)
    """What required columns are where a table has none for them."""
    members: dict[str, Names] = field(default_factory=dict)
    """Members of columns of JSON, such as ``properties.price``, and their names."""
    values: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Column to words and what they mean, by manner of speaking."""


def _read() -> dict[str, Any]:
    text = Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _naming(entry: dict[str, Any]) -> Naming:
    columns = {
        column: tuple(
            name
            for one in names
            for name in (SHARED[column] if one == SHARED_NAMES else (one,))
        )
        for column, names in entry.get("columns", {}).items()
    }
    needs = entry.get("needs", [])
    return Naming(
        subjects=tuple(entry["subjects"]),
        columns=columns,
        needs=tuple(tuple(group) for group in needs),
        telling=tuple(entry.get("telling", ())),
        constants=entry.get("constants", {}),
        members={
            member: tuple(names) for member, names in entry.get("members", {}).items()
        },
        values=entry.get("values", {}),
    )


_VOCABULARY = _read()

NOISE = frozenset(_VOCABULARY["noise"])
"""Words that may stand beside a name and change nothing."""

PERSONAL: Names = tuple(_VOCABULARY["personal"])
"""Names of columns whose values tell who somebody is."""

SHARED: dict[str, Names] = {
    column: tuple(names) for column, names in _VOCABULARY["shared"].items()
}
"""Column of the contract, in any entity, to names."""

NAMINGS: dict[str, Naming] = {
    entity: _naming(entry) for entity, entry in _VOCABULARY["entities"].items()
}
"""Entity of the contract to its naming."""

CURSOR = SHARED["updated_at"]
"""Names of a column that every change of a row sets."""
