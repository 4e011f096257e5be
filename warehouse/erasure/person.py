"""Whom a request is about: all identifiers of one customer, and the records on them."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from urllib.parse import quote, quote_plus

from warehouse.suppressions import Identifier, canonical

KINDS = ("customer", "contact", "anonymous", "email", "phone")
_SHORTEST_TELLING, _SHORTEST_TELLING_NUMBER = 6, 10


@dataclass(frozen=True)
class Person:
    """One customer."""

    identifiers: tuple[Identifier, ...]
    """All names of the customer, each of one of `KINDS`."""
    customer_id: str | None = None
    """None where no run has found who it is."""
    spellings: tuple[str, ...] = ()
    """Addresses and numbers as sources write them."""
    records: tuple[Identifier, ...] = ()
    """Their orders and deals."""
    pseudonyms: dict[str, str] = field(default_factory=dict)
    """Identifier, its kind before a colon, to what takes its place; empty where rows
    are removed."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return all texts that name the person."""
        contacts = [
            value.partition("/")[2]
            for kind, value in self.identifiers
            if kind == "contact"
        ]
        values = [value for _, value in self.identifiers]
        return tuple(dict.fromkeys([*values, *contacts, *self.spellings]))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Return the names that no other text has in it by chance.

        They are as they stand, and as addresses of pages and HTML write them.
        """
        found = [one for one in self.names if is_telling(one)]
        written = [
            write(one)
            for one in found
            for write in (quote_plus, quote, _quoted_whole, escape, _at_quoted)
        ]
        return tuple(dict.fromkeys([*found, *written]))

    @cached_property
    def short(self) -> tuple[str, ...]:
        """Return the names that stand in other texts, too: only whole values count."""
        return tuple(one for one in self.names if not is_telling(one))

    @cached_property
    def short_of(self) -> dict[tuple[str, str | None], list[str]]:
        """Return the short names by kind, those of contacts by their source, too."""
        found: dict[tuple[str, str | None], list[str]] = {}
        for kind, value in (*self.identifiers, *self.spelled):
            source, name = None, value
            if kind == "contact":
                source, _, name = value.partition("/")
            if not is_telling(name):
                found.setdefault((kind, source), []).append(name)
        return found

    @property
    def spelled(self) -> list[Identifier]:
        """Return addresses and numbers as sources write them, with their kinds."""
        return [("email" if "@" in text else "phone", text) for text in self.spellings]

    @property
    def pattern(self) -> str | None:
        """Return a regular expression of what may name the person; None if nothing.

        It finds longer names of others, too, which `warehouse.erasure.texts` tells.
        """
        longest_first = sorted(self.telling, key=len, reverse=True)
        return "(?i)" + one_of(longest_first) if longest_first else None

    def has(self, kind: str, value: object) -> bool:
        """Return whether a value of a kind is one of the person's."""
        said = canonical(kind, str(value))
        return any(
            one == kind and canonical(kind, known) == said
            for one, known in self.identifiers
        )

    def anonymised(self) -> "Person":
        """Return the person with a random pseudonym of each identifier.

        All ids of the customer get one, so that one customer stays one.
        """
        customer = _random("customer")
        return Person(
            self.identifiers,
            self.customer_id,
            self.spellings,
            self.records,
            {
                f"{kind}:{value}": customer if kind == "customer" else _random(kind)
                for kind, value in self.identifiers
            },
        )


def one_of(names: Iterable[str]) -> str:
    """Return a regular expression of one of some texts."""
    return f"(?:{'|'.join(map(re.escape, names))})"


def is_telling(name: str) -> bool:
    """Return whether a name is so long that finding it means finding the person.

    Words, such as the ids ``online`` and ``order_lines``, stand in other texts however
    long they are.
    """
    if name.replace("_", "").isalpha():
        return False
    least = _SHORTEST_TELLING_NUMBER if name.isdigit() else _SHORTEST_TELLING
    return len(name) >= least


def _quoted_whole(name: str) -> str:
    return quote(name, safe="")


def _at_quoted(name: str) -> str:
    """Return a name as some sites write an e-mail address in that of a page."""
    return name.replace("@", "%40")


def _random(kind: str) -> str:
    return f"erased-{kind}-{secrets.token_hex(8)}"
