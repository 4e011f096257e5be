"""Folders of the workspace whose files are entries: KPIs, goals, alerts.

A file is an entry, and its name is the entry's. A page writes it, an analyst reviews
it. One that is wrong is told by its line, and the others stay.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError

from warehouse.settings.sections import Section
from warehouse.settings.yaml_files import parse_yaml

T = TypeVar("T", bound=Section)
Place = tuple[str | int, ...]
"""Keys and numbers that lead to a part of a file."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What an entry may be called."""
MOST_BYTES = 20_000
"""Of a file; one that a person wrote is a fiftieth of this."""


@dataclass(frozen=True)
class Entry(Generic[T]):
    """What a file says."""

    name: str
    content: T
    path: Path
    text: str
    """The file when it was read: one that changed since is not written over."""


@dataclass(frozen=True)
class Fault:
    """A file that says no entry."""

    path: Path
    message: str
    """What is wrong in which line, and the fix."""

    def __str__(self) -> str:
        """Return it with the names of folder and file."""
        return f"{self.path.parent.name}/{self.path.name}, {self.message}"

    @property
    def finding_and_fix(self) -> tuple[str, str]:
        """Return what is wrong, and what to do about it."""
        finding, _, fix = self.message.rpartition("; ")
        return finding, fix


class EntryError(ValueError):
    """A text says no entry; the message says why, in which line, and the fix."""


@dataclass(frozen=True)
class Kind(Generic[T]):
    """Entries of one kind, and the folder of the workspace that holds them."""

    folder: str
    noun: str
    """What people call one, with its article, such as ``a KPI``."""
    model: type[T]

    @property
    def word(self) -> str:
        """Return the noun without its article, such as ``KPI``."""
        return self.noun.split(maxsplit=1)[1]

    def read_all(self, folder: Path) -> tuple[list[Entry[T]], list[Fault]]:
        """Return the entries of a folder by name, and its files that say none.

        Empty case: none of both where there is no folder.
        """
        found: list[Entry[T]] = []
        faults: list[Fault] = []
        for path in sorted(folder.glob("*.y*ml")):
            if path.name.startswith("."):
                continue
            try:
                found.append(self.read(path))
            except EntryError as error:
                faults.append(Fault(path, str(error)))
        return found, faults

    def read(self, path: Path) -> Entry[T]:
        """Return the entry of a file.

        Raises:
            EntryError: If it says none.
        """
        if path.suffix != ".yml" or not NAME.fullmatch(path.stem):
            message = (
                f"the file: its name is no name of {self.noun}; rename it to small "
                "letters, digits and _, such as net_revenue.yml"
            )
            raise EntryError(message)
        try:
            with path.open("rb") as file:
                text = file.read(MOST_BYTES + 1).decode()
        except OSError as error:
            message = (
                f"the file: cannot be read ({error.strerror}); see who may read it"
            )
            raise EntryError(message) from error
        except UnicodeDecodeError as error:
            message = "the file: is no text in UTF-8; save it as UTF-8"
            raise EntryError(message) from error
        if len(text) > MOST_BYTES:
            message = f"the file: is longer than {MOST_BYTES:,} characters; shorten it"
            raise EntryError(message)
        return Entry(path.stem, self.parse(text), path, text)

    def parse(self, text: str) -> T:
        """Return the entry that a text says.

        Raises:
            EntryError: If it says none.
        """
        try:
            content = parse_yaml(text)
            lines = _lines(text)
        except yaml.MarkedYAMLError as error:
            place = error.problem_mark or error.context_mark
            line = place.line + 1 if place is not None else 1
            message = (
                f"line {line}: {error.problem or error.context}; mend the YAML there"
            )
            raise EntryError(message) from error
        except (yaml.YAMLError, RecursionError, ValueError) as error:
            message = "line 1: is no YAML; write lines such as `title: Net revenue`"
            raise EntryError(message) from error
        if not isinstance(content, Mapping):
            message = "line 1: has no entries; write lines such as `title: Net revenue`"
            raise EntryError(message)
        try:
            return self.model.model_validate(content)
        except ValidationError as error:
            raise EntryError(_sentence(error, lines, self.model)) from error


def _lines(text: str) -> dict[Place, int]:
    """Return the line of each part of a file, from 1."""
    found: dict[Place, int] = {}
    waiting: list[tuple[Place, yaml.Node | None]] = [
        ((), yaml.compose(text, yaml.SafeLoader))
    ]
    seen: set[int] = set()  # an alias may lead to itself
    while waiting:
        place, node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        parts: list[tuple[str | int, yaml.Node, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            parts = [(key.value, key, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            parts = [(number, value, value) for number, value in enumerate(node.value)]
        for key, start, value in parts:
            found[*place, key] = start.start_mark.line + 1
            waiting.append(((*place, key), value))
    return found


def _sentence(
    error: ValidationError, lines: Mapping[Place, int], model: type[Section]
) -> str:
    """Return the first fault with its line and its fix."""
    found: Any = error.errors()[0]
    place = _known(found["loc"], lines)
    line = lines.get(place, 1)
    told = found["loc"] if found["type"] == "missing" else place
    name = ".".join(part for part in told if isinstance(part, str))
    match found["type"]:
        case "missing":
            last = found["loc"][-1]
            return f"line {line}: has no {name}; add a line `{last}: …`"
        case "extra_forbidden":
            known = ", ".join(model.model_fields)
            return f"line {line}: there is no entry {name}; entries are {known}"
        case "literal_error":
            return f"line {line}: {name} is not {found['ctx']['expected']}; write one"
        case "string_too_long":
            longest = found["ctx"]["max_length"]
            return (
                f"line {line}: {name} is longer than {longest} characters; shorten it"
            )
        case "float_type" | "float_parsing" | "finite_number":
            return f"line {line}: {name} is no number; write one, such as 32.5"
        case kind if kind.startswith("date_"):
            return f"line {line}: {name} is no day; write one, such as 2026-01-31"
        case "string_type" | "string_too_short":
            return f"line {line}: {name} is no text; write one, in quotes if in doubt"
        case "value_error":  # our own words, with their fix
            return f"line {line}: {found['ctx']['error']}"
        case _:
            return f"line {line}: {name}: {found['msg']}; mend it"


def _known(place: Sequence[str | int], lines: Mapping[Place, int]) -> Place:
    """Return as much of a place as is written in the file."""
    found = tuple(place)
    while found and found not in lines:
        found = found[:-1]
    return found
