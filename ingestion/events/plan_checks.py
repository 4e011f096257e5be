"""The tracking plan as checks: rows that SQL joins with the shapes of events.

A *place* is where properties stand: an event by its name, ``page`` and ``screen`` for
the calls of those names, or the objects in an array of an event.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingestion.mapping import Rule
from warehouse.settings import Settings
from warehouse.settings.tracking_plan import Event, Property, PropertyType

CODE = "plan_violation"

NUMBERS = ("UBIGINT", "BIGINT", "DOUBLE")
KINDS: dict[PropertyType, tuple[str, ...]] = {
    "string": ("VARCHAR",),
    "number": NUMBERS,
    "integer": NUMBERS,
    "boolean": ("BOOLEAN",),
    "object": ("OBJECT",),
    "array": ("ARRAY",),
    "datetime": ("VARCHAR",),
}
"""What DuckDB's ``json_type`` calls the values that fit a type, before their content
is looked at."""

WORDS: dict[str, str] = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "datetime": "a date, or a time in ISO 8601",
}
ITSELF = "$"
"""Path of a whole object."""

INSIDE = "\x1f"
"""Stands between an event and its array in the name of a place; no event has it."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Check:
    """One thing that a property must satisfy."""

    place: str
    property: str
    test: str
    """``missing`` or ``kind``, which shapes alone tell; else ``fraction``, ``time`` or
    ``value``, for which values of a fitting kind are looked at."""
    rule: Rule
    kinds: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()


@dataclass
class Planned:
    """The checks of a plan."""

    checks: list[Check] = field(default_factory=list)
    """In the order in which broken ones are told."""
    sources: dict[str, list[str]] = field(default_factory=dict)
    """The sources whose objects at a place are checked."""
    paths: dict[str, dict[str, str]] = field(default_factory=dict)
    """Properties of each place, with the path of each."""
    arrays: dict[str, list[str]] = field(default_factory=dict)
    """Arrays whose objects are planned, by name, with the events that have them."""


def path_of(name: str) -> str:
    """Return the path of a property in SQL: the short form is read faster."""
    if _PLAIN.fullmatch(name):
        return f"$.{name}"
    return "/" + name.replace("~", "~0").replace("/", "~1")


def planned(shop: Settings) -> Planned:
    """Return the checks of a shop's plan.

    Raises:
        SettingsError: If a file of the plan is wrong.
    """
    found = Planned()
    names = [source.name for source in shop.sources]
    for name, event in shop.tracking_plan.events.items():
        sources = [source for source in names if event.is_planned_for(source)]
        for place, properties in _places(name, event):
            found.sources[place] = sources
            found.paths[place] = {one: path_of(one) for one in properties}
            if INSIDE in place:
                found.paths[place][ITSELF] = ITSELF
                found.arrays.setdefault(place.split(INSIDE)[1], []).append(name)
        found.checks += _checks(name, event)
    return found


def _places(name: str, event: Event) -> Iterator[tuple[str, Iterable[str]]]:
    yield name, event.properties
    for array, one in event.properties.items():
        if one.items is not None:
            yield name + INSIDE + array, one.items.properties


def _checks(name: str, event: Event) -> Iterator[Check]:
    for key, one in event.properties.items():
        yield from _checks_of(name, key, one, f"{name}.{key}", "")
        if one.items is not None:
            place, inside = name + INSIDE + key, f" in each of {key}"
            rule = Rule(
                CODE, f"{name}.{key}", f"each of {key} must be an object", "false"
            )
            yield Check(place, ITSELF, "missing", rule)
            yield Check(place, ITSELF, "kind", rule, KINDS["object"])
            for inner, its in one.items.properties.items():
                yield from _checks_of(
                    place, inner, its, f"{name}.{key}.{inner}", inside
                )


def _checks_of(
    place: str, name: str, one: Property, told: str, inside: str
) -> Iterator[Check]:
    def rule(words: str) -> Rule:
        return Rule(CODE, told, f"{name} must be {words}{inside}", "false")

    kinds = KINDS[one.type]
    fits = rule(WORDS[one.type])
    if one.required:
        yield Check(place, name, "missing", rule("there"))
    yield Check(place, name, "kind", fits, kinds)
    if one.type == "integer":
        yield Check(place, name, "fraction", fits, ("DOUBLE",))
    if one.type == "datetime":
        yield Check(place, name, "time", fits, kinds)
    if one.allowed:
        listed = [_as_json(value) for value in one.allowed]
        numbers = tuple(
            float(value)
            for value in one.allowed
            if isinstance(value, int | float) and not isinstance(value, bool)
        )
        yield Check(
            place,
            name,
            "value",
            rule(f"one of {', '.join(listed)}" if len(listed) > 1 else listed[0]),
            kinds,
            texts=() if numbers else tuple(listed),
            numbers=numbers,
        )


def _as_json(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
