"""Members of JSON that hold an identifier of a kind, as sources call them.

The customer 42 is not the contact 42: a short name counts in the members of its own
kind alone. They are told by words in what they are called, and by the mappings of
``karvan.toml``.
"""

from collections.abc import Iterator

from warehouse.personal import WHOSE
from warehouse.settings import settings

_WORDS = {
    "customer": "user|customer|card|member|client|previous",
    "contact": "contact",
    "anonymous": "visitor|anonymous|device|previous",
    "email": "mail",
    "phone": "phone|mobile|tel",
}


def member(kind: str) -> str:
    """Return a regular expression of the members that hold a kind, by their names."""
    return f'"[^"]*(?:{_WORDS[kind]})[^"]*"'


def mapped_columns(kind: str) -> Iterator[tuple[str, str, str]]:
    """Yield source, entity and column of those that the settings say hold a kind."""
    for source in settings().sources:
        for entity, mapping in source.entities.items():
            for name, column in mapping.columns.items():
                if kind in WHOSE.get(name, ()) and isinstance(column, str):
                    yield source.name, entity, column
