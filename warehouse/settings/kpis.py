"""``kpis/`` of the workspace: the numbers that people of the shop made of metrics.

A file is a KPI, and its name is the file's. The page KPIs writes it, an analyst reviews
it::

    title: Net revenue per order
    formula: (revenue - discount) / orders
    grain: month
    direction: up
    target: 32.5
    audience: [CEO, marketing]
    owner: Sales
    note: What an order brings after what we give away.

A file that is wrong is told by its line, and the others stay. Whether a formula can be
computed depends on what is published, so it is not looked at here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, StringConstraints, ValidationError, field_validator

from warehouse.settings.sections import Section
from warehouse.settings.yaml_files import parse_yaml

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""What a KPI may be called."""
MOST_BYTES = 20_000
"""Of a file; one that a person wrote is a fiftieth of this."""


class Kpi(Section):
    """A number that matters to somebody: a formula of metrics, and its target."""

    title: Annotated[Text, StringConstraints(max_length=60)]
    formula: Text
    """As `warehouse.metrics.formula` takes it."""
    grain: Literal["day", "week", "month", "quarter", "year"] = "month"
    """The kind of period that it is looked at, and that the target is for."""
    direction: Literal["up", "down", "none"] = "up"
    """Which way is good."""
    target: Annotated[float, Field(strict=True, allow_inf_nan=False)] | None = None
    """What it should come to in one period: at least, or at most where down is good."""
    audience: tuple[Text, ...] = ()
    """Who looks at it."""
    owner: Text
    """Who answers for it: a team or a person."""
    note: Text | None = None

    @field_validator("audience", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


@dataclass(frozen=True)
class SavedKpi:
    """A KPI with the file that says it."""

    name: str
    kpi: Kpi
    path: Path
    text: str
    """The file when it was read: one that changed since is not written over."""


@dataclass(frozen=True)
class KpiFault:
    """A file that says no KPI."""

    path: Path
    message: str
    """What is wrong in which line, and the fix."""

    def __str__(self) -> str:
        """Return it with the file's name."""
        return f"kpis/{self.path.name}, {self.message}"

    @property
    def finding_and_fix(self) -> tuple[str, str]:
        """Return what is wrong, and what to do about it."""
        finding, _, fix = self.message.rpartition("; ")
        return finding, fix


class KpiFileError(ValueError):
    """A text says no KPI; the message says what is wrong in which line, and the fix."""


def read_kpis(folder: Path) -> tuple[list[SavedKpi], list[KpiFault]]:
    """Return the KPIs of a folder by name, and its files that say none.

    Empty case: none of both where there is no folder.
    """
    kpis: list[SavedKpi] = []
    faults: list[KpiFault] = []
    for path in sorted(folder.glob("*.y*ml")):
        if path.name.startswith("."):
            continue
        try:
            kpis.append(read_kpi(path))
        except KpiFileError as error:
            faults.append(KpiFault(path, str(error)))
    return kpis, faults


def read_kpi(path: Path) -> SavedKpi:
    """Return the KPI of a file.

    Raises:
        KpiFileError: If it says none.
    """
    if path.suffix != ".yml" or not NAME.fullmatch(path.stem):
        message = (
            "the file: its name is no name of a KPI; rename it to small letters, "
            "digits and _, such as net_revenue.yml"
        )
        raise KpiFileError(message)
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1).decode()
    except OSError as error:
        message = f"the file: cannot be read ({error.strerror}); see who may read it"
        raise KpiFileError(message) from error
    except UnicodeDecodeError as error:
        message = "the file: is no text in UTF-8; save it as UTF-8"
        raise KpiFileError(message) from error
    if len(text) > MOST_BYTES:
        message = f"the file: is longer than {MOST_BYTES:,} characters; shorten it"
        raise KpiFileError(message)
    return SavedKpi(path.stem, parse_kpi(text), path, text)


def parse_kpi(text: str) -> Kpi:
    """Return the KPI that a text says.

    Raises:
        KpiFileError: If it says none.
    """
    try:
        content = parse_yaml(text)
        lines = _lines(text)
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        line = place.line + 1 if place is not None else 1
        message = f"line {line}: {error.problem or error.context}; mend the YAML there"
        raise KpiFileError(message) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        message = "line 1: is no YAML; write lines such as `title: Net revenue`"
        raise KpiFileError(message) from error
    if not isinstance(content, Mapping):
        message = "line 1: has no entries; write lines such as `title: Net revenue`"
        raise KpiFileError(message)
    try:
        return Kpi.model_validate(content)
    except ValidationError as error:
        raise KpiFileError(_sentence(error, lines)) from error


def _lines(text: str) -> dict[str, int]:
    """Return the line of each entry, from 1."""
    node = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line + 1 for key, _ in node.value}


def _sentence(error: ValidationError, lines: Mapping[str, int]) -> str:
    """Return the first fault with its line and its fix."""
    found: Any = error.errors()[0]
    name = str(found["loc"][0])
    line = lines.get(name, 1)
    match found["type"]:
        case "missing":
            return f"line {line}: has no {name}; add a line `{name}: …`"
        case "extra_forbidden":
            known = ", ".join(Kpi.model_fields)
            return f"line {line}: there is no entry {name}; entries are {known}"
        case "literal_error":
            return f"line {line}: {name} is not {found['ctx']['expected']}; write one"
        case "string_too_long":
            longest = found["ctx"]["max_length"]
            return (
                f"line {line}: {name} is longer than {longest} characters; shorten it"
            )
        case "float_type" | "finite_number":
            return f"line {line}: {name} is no number; write one, such as 32.5"
        case "string_type" | "string_too_short":
            return f"line {line}: {name} is no text; write one, in quotes if in doubt"
        case _:
            return f"line {line}: {name}: {found['msg']}; mend it"
