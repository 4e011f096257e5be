"""``identity.yml`` of the workspace: what says that two identifiers are one person.

All entries have the values that a shop begins with, so a file names what differs::

    region: GB
    limits: {contact: 20}
    blocked:
      email: [till@shop.example]

Lists of blocked values add to those that are built in; a rule that is not in ``rules``
links nobody.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, StrictStr, ValidationError, field_validator

from warehouse.settings.errors import SettingsError, explained
from warehouse.settings.sections import Section
from warehouse.settings.yaml_files import read_yaml

Rule = Literal[
    "decided", "crm_link", "identify", "alias", "order", "email", "phone", "match"
]
NOBODY = (
    "null", "none", "nil", "nan", "undefined", "unknown", "anonymous", "guest", "test",
    "tester", "n/a", "na", "-", "--", "?", "true", "false", "[object object]",
    "default", "user", "customer", "deleted",
)  # fmt: skip
"""What programs and clerks write where there is nobody, in small letters."""
NUMBERS_OF_NOBODY = (
    r"[-+]?0+([.,]0+)?|-[0-9]{1,3}([.,]0+)?|0{8}-0{4}-0{4}-0{4}-0{12}|(n/a|xx)[x/]*"
)
"""Zeros, small numbers below zero, the empty UUID, rows of x."""
MAILBOXES_OF_NOBODY = (
    r"(test|tester|testing|no-?reply|none|null|nobody|no-?e?mail|unknown|undefined|"
    r"anonymous|guest|xxx+|asdf\w*)@.*",
    r".*@(test|invalid|localhost|none|null|no-?e?mail)(\.[a-z]+)?",
)
"""Addresses that people give who give none."""


class Blocked(Section):
    """Values that name nobody, whatever their case, by what they would be."""

    customer: tuple[StrictStr, ...] = ()
    anonymous: tuple[StrictStr, ...] = ()
    email: tuple[StrictStr, ...] = ()
    phone: tuple[StrictStr, ...] = ()


class Patterns(Blocked):
    """Regular expressions (RE2) that match such values as a whole."""

    @field_validator("*")
    @classmethod
    def _is_expression(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in value:
            try:
                re.compile(pattern)
            except re.error as error:
                message = f"{pattern!r} is no regular expression: {error}"
                raise ValueError(message) from error
        return value


class Limits(Section):
    """Most identifiers of a kind that one customer may have."""

    customer: int = Field(default=10, ge=1)
    contact: int = Field(default=50, ge=1)
    anonymous: int = Field(default=1000, ge=1)
    """Browsers forget their device within a week, so these are many."""
    email: int = Field(default=20, ge=1)
    phone: int = Field(default=20, ge=1)


class Shared(Section):
    """Beside how many an identifier may stand and still tell who somebody is."""

    customers: int = Field(default=4, ge=1)
    contacts: int = Field(default=20, ge=1)
    first_names: int = Field(default=4, ge=1)


class SharedKinds(Section):
    """When an address, a number or a device is of too many to link anybody."""

    email: Shared = Shared()
    phone: Shared = Shared()
    anonymous: Shared = Shared()


class Matching(Section):
    """When contacts that are alike are one person; weights are bits, 4 is 16 to 1."""

    merge: float = 4.0
    """From here they are."""
    review: float = 0.0
    """From here a person is asked."""
    cut: float = -4.0
    """Parts of a person that are on average less alike than this are two persons."""
    largest: int = Field(default=50, ge=2)
    """Contacts of one person beyond which nothing is merged before a person looked."""


class Identity(Section):
    """Who is whom, as a shop decides it."""

    rules: tuple[Rule, ...] = (
        "decided", "crm_link", "identify", "alias", "order", "email", "phone", "match",
    )  # fmt: skip
    """Those that link, strongest first: the weakest give way where too much hangs
    together. What a person decided goes before all."""
    region: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    """Country where telephone numbers without a country code are dialled."""
    longest: int = Field(default=256, ge=16)
    """Characters of an identifier; a longer one is none."""
    blocked: Blocked = Blocked()
    blocked_patterns: Patterns = Patterns()
    limits: Limits = Limits()
    shared: SharedKinds = SharedKinds()
    matching: Matching = Matching()
    places: Mapping[Literal["city", "region", "country"], tuple[StrictStr, ...]] = (
        Field(default_factory=dict)
    )
    """The places there are; contacts whose place is nearly one of them are compared by
    it."""

    @field_validator("rules")
    @classmethod
    def _decided_first(cls, value: tuple[Rule, ...]) -> tuple[Rule, ...]:
        if len(set(value)) < len(value):
            message = "a rule is there twice"
            raise ValueError(message)
        if value[:1] != ("decided",):
            message = "the first rule is decided: what a person says goes before all"
            raise ValueError(message)
        return value

    @property
    def blocked_values(self) -> dict[str, tuple[str, ...]]:
        """Return by kind what names nobody, in small letters, the built-in too."""
        return {
            kind: NOBODY + tuple(value.strip().lower() for value in values)
            for kind, values in self.blocked
        }

    @property
    def all_patterns(self) -> dict[str, tuple[str, ...]]:
        """Return by kind the patterns of what names nobody, the built-in too."""
        of_kind = {"email": MAILBOXES_OF_NOBODY, "phone": ()}
        return {
            kind: of_kind.get(kind, (NUMBERS_OF_NOBODY,)) + patterns
            for kind, patterns in self.blocked_patterns
        }


def read_identity(path: Path) -> Identity:
    """Return what a file says, or what a shop begins with where there is none.

    Raises:
        SettingsError: If an entry is wrong; the message names the file and the entry.
    """
    if not path.is_file():
        return Identity()
    try:
        return Identity.model_validate(read_yaml(path))
    except ValidationError as error:
        raise SettingsError(explained(path, error)) from error
