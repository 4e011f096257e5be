"""The tracking plan: which events are expected, with which properties.

All ``tracking_plan/*.yml`` of the workspace together are the plan; an empty folder is
none. A file names events, and groups of properties that several events share::

    groups:
      product:
        product_id: {type: string, required: true, description: The shop's id.}
    events:
      Product Viewed:
        description: Somebody looked at the page of a product.
        owner: Online shop
        includes: [product]
        properties:
          position: {type: integer, description: Place in the list it was chosen from.}

What an event says itself goes before what its groups say. ``items`` of an array are
the properties of each of its objects, in the same two words. ``pii`` says whether a
property tells who somebody is, by itself (direct) or with others (indirect).
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from pydantic import (
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    model_validator,
)

from warehouse.settings.errors import SettingsError, explained
from warehouse.settings.sections import Section
from warehouse.settings.yaml_files import read_yaml

PropertyType = Literal[
    "string", "number", "integer", "boolean", "object", "array", "datetime"
]
PiiClass = Literal["none", "indirect", "direct"]

ALLOWED: Mapping[PropertyType, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
}
"""Types whose values can be listed, and what YAML makes of such values."""


class Shape(Section):
    """Properties: one's own, and those of groups."""

    includes: tuple[str, ...] = ()
    """Groups whose properties are there as well."""
    properties: dict[str, "Property"] = Field(default_factory=dict)


class Property(Section):
    """One property of an event."""

    type: PropertyType
    description: str = Field(min_length=1)
    required: bool = False
    allowed: tuple[StrictBool | StrictInt | StrictFloat | StrictStr, ...] = ()
    """The only values that are right; any by default."""
    pii: PiiClass = "none"
    items: Shape | None = None
    """What each object of an array has; what it has is not looked at by default."""

    @model_validator(mode="after")
    def _fits_its_type(self) -> "Property":
        if self.items is not None and self.type != "array":
            message = f"only an array has items, this is of type {self.type}"
            raise ValueError(message)
        if self.allowed and self.type not in ALLOWED:
            message = f"values of type {self.type} cannot be listed in `allowed`"
            raise ValueError(message)
        for value in self.allowed:
            is_bool = isinstance(value, bool) and self.type != "boolean"
            if is_bool or not isinstance(value, ALLOWED[self.type]):
                message = f"the allowed value {value!r} is no {self.type}" + (
                    "; put it in quotes" if self.type == "string" else ""
                )
                raise ValueError(message)
        return self


class Event(Shape):
    """One event of the plan, called by its name in tracking calls."""

    description: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    """Who answers for it: a team or a person."""
    sources: tuple[str, ...] = ()
    """Sources of the settings that it is planned for; all by default."""

    def is_planned_for(self, source: str) -> bool:
        """Return whether a source's events of this name must be as planned."""
        return not self.sources or source in self.sources

    def flat(self) -> dict[str, Property]:
        """Return its properties, and after an array's those of its objects.

        These are called by both names, such as ``products.price``.
        """
        found: dict[str, Property] = {}
        for name, one in self.properties.items():
            found[name] = one
            if one.items is not None:
                of_items = one.items.properties.items()
                found |= {f"{name}.{inner}": its for inner, its in of_items}
        return found


class TrackingPlan(Section):
    """The plan; in an event or its items, `properties` holds those of groups too."""

    events: dict[str, Event] = Field(default_factory=dict)
    """Every event by its name, in the order of files and of their lines."""
    files: dict[str, Path] = Field(default_factory=dict)
    """The file that names each event."""


class _File(Section):
    groups: dict[str, dict[str, Property]] = Field(default_factory=dict)
    events: dict[str, Event] = Field(default_factory=dict)


def read_plan(folder: Path, sources: Collection[str]) -> TrackingPlan:
    """Return the plan of a folder; one without events if there is no file.

    Args:
        folder: Where the files are.
        sources: Names of the sources in the settings.

    Raises:
        SettingsError: If a file is wrong; the message names it, the place, and what is
            wrong.
    """
    paths = sorted(path for path in folder.glob("*.y*ml") if path.is_file())
    read = {path: _read(path) for path in paths}
    groups: dict[str, dict[str, Property]] = {}
    owners: dict[tuple[str, str], Path] = {}
    for path, file in read.items():
        for kind, names in (("group", file.groups), ("event", file.events)):
            for name in names:
                other = owners.setdefault((kind, name), path)
                if other != path:
                    message = (
                        f"the {kind} {name!r} is in {other.name}, too; keep one of them"
                    )
                    raise _wrong(path, f"{kind}s.{name}", message)
        groups |= file.groups
    events = {
        name: _resolved(path, name, event, groups, sources)
        for path, file in read.items()
        for name, event in file.events.items()
    }
    return TrackingPlan(
        events=events, files={name: owners["event", name] for name in events}
    )


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(read_yaml(path))
    except ValidationError as error:
        raise SettingsError(explained(path, error)) from error


def _resolved(
    path: Path,
    name: str,
    event: Event,
    groups: Mapping[str, dict[str, Property]],
    sources: Collection[str],
) -> Event:
    if unknown := sorted(set(event.sources) - set(sources)):
        message = f"the settings have no source {', '.join(unknown)}"
        raise _wrong(path, f"events.{name}.sources", message)
    properties = _gathered(path, f"events.{name}", event, groups)
    for key, one in properties.items():
        if one.items is not None:
            place = f"events.{name}.properties.{key}.items"
            items = _gathered(path, place, one.items, groups)
            if deeper := [inner for inner, its in items.items() if its.items]:
                message = f"{deeper[0]!r} has items; items of items cannot be planned"
                raise _wrong(path, place, message)
            resolved = one.items.model_copy(update={"properties": items})
            properties[key] = one.model_copy(update={"items": resolved})
    return event.model_copy(update={"properties": properties})


def _gathered(
    path: Path, place: str, shape: Shape, groups: Mapping[str, dict[str, Property]]
) -> dict[str, Property]:
    found: dict[str, Property] = {}
    for group in shape.includes:
        if group not in groups:
            there = ", ".join(groups) or "none"
            message = f"there is no group {group!r}; groups are {there}"
            raise _wrong(path, f"{place}.includes", message)
        found |= groups[group]
    return found | shape.properties


def _wrong(path: Path, place: str, message: str) -> SettingsError:
    return SettingsError(f"{path} has 1 wrong entry:\n  {place}: {message}")
