"""What a shop decided about who is whom: which rules link, and how far."""

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("customer", "contact", "anonymous", "email", "phone")
"""What an identifier may be."""

RULES = (
    "decided", "crm_link", "identify", "alias", "order", "email", "phone", "match",
)  # fmt: skip
"""What may say that two identifiers are one person, strongest first."""


@dataclass(frozen=True)
class Shared:
    """Beside how many an identifier may stand and still tell who somebody is."""

    customers: int
    contacts: int
    first_names: int


@dataclass(frozen=True)
class Rules:
    """All that linking asks a shop for."""

    order: tuple[str, ...] = RULES
    """The rules that link, strongest first; others do not."""
    blocked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By kind, values in small letters that name nobody."""
    blocked_patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By kind, patterns that match such values as a whole."""
    longest: int = 256
    """Characters of an identifier; a longer one is none."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """By kind, how many identifiers one customer may have."""
    shared: Mapping[str, Shared] = field(default_factory=dict)
    """By kind, when an identifier is of too many to tell who somebody is."""
    region: str | None = None
    """Two letters of the country where telephone numbers are dialled."""
