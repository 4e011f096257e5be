"""A plain validator of events, value by value, that the SQL has to agree with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Told = tuple[str, str]
"""Field, and the words of its rule."""

GOOD_TIMES = (
    "2026-11-26", "2026-11-26T10:15", "2026-11-26 10:15:30", "2026-11-26T10:15:30Z",
    "2026-11-26T10:15:30.123+01:00", "2024-02-29T00:00:00.123456789-0330",
)  # fmt: skip
BAD_TIMES = ("2026-13-01", "2026-02-29", "26.11.2026", "1764150000", "2026-11-26T25:00")

WORDS = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "datetime": "a date, or a time in ISO 8601",
}


def type_of(value: Any) -> str | None:
    """Return the type of a JSON value; null has none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "boolean"
    for kind, name in (
        (int | float, "number"), (str, "string"), (list, "array"), (dict, "object"),
    ):  # fmt: skip
        if isinstance(value, kind):
            return name
    raise TypeError(value)


def fits(value: Any, kind: str) -> bool:
    """Return whether a value that is not null is of a type of the plan."""
    if kind == "integer":
        return type_of(value) == "number" and float(value).is_integer()
    if kind == "datetime":
        return value in GOOD_TIMES
    return type_of(value) == kind


def faults(
    place: str, spec: Mapping[str, Any], found: Mapping[str, Any], inside: str = ""
) -> Iterable[Told]:
    """Give what is wrong with one object, in the order of the plan."""
    for name, one in spec.items():
        told, value = f"{place}.{name}", found.get(name)
        if value is None:
            if one.get("required"):
                yield told, f"{name} must be there{inside}"
            continue
        if not fits(value, one["type"]):
            yield told, f"{name} must be {WORDS[one['type']]}{inside}"
        elif "allowed" in one and value not in one["allowed"]:
            values = [
                str(a).lower() if isinstance(a, bool) else str(a)
                for a in one["allowed"]
            ]
            listed = ", ".join(values)
            many = "one of " if len(values) > 1 else ""
            yield told, f"{name} must be {many}{listed}{inside}"
        elif "items" in one:
            yield from items_faults(told, name, one["items"]["properties"], value)


def items_faults(
    place: str, array: str, spec: Mapping[str, Any], items: list[Any]
) -> Iterable[Told]:
    """Give what is wrong with the objects of an array: rule by rule, not in turn."""
    if any(not isinstance(item, dict) for item in items):
        yield place, f"each of {array} must be an object"
    for name in spec:
        told = {
            fault
            for item in items
            if isinstance(item, dict)
            for fault in faults(place, {name: spec[name]}, item, f" in each of {array}")
        }
        yield from sorted(told, key=lambda fault: order(fault[1]))


def order(rule: str) -> int:
    """Return the place of a rule among those of its property."""
    if " must be there" in rule:
        return 0
    return 1 if any(f"must be {words}" in rule for words in WORDS.values()) else 2


@dataclass
class Registry:
    """What an oracle knows of properties, as a shop's settings treat them."""

    new: str
    retyped: str
    accepted: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)

    def batch(
        self, plan: Mapping[str, Any], calls: list[tuple[int, str, str, dict, int]]
    ) -> dict[int, Told]:
        """Return the first fault of each call of a batch that has one.

        Args:
            plan: Properties of each planned event.
            calls: Number, source, event, properties, and time of receipt.
        """
        first: dict[tuple[str, str, str, str], int] = {}
        for _, source, event, found, at in calls:
            for name, value in found.items():
                kind = type_of(value)
                if kind is None:
                    continue
                planned = plan.get(event, {}).get(name)
                if planned and kind != plain(planned["type"]):
                    continue
                key = (source, event, name, kind)
                first[key] = min(at, first.get(key, at))
        refused = self._judge(plan, first)
        told: dict[int, Told] = {}
        for number, source, event, found, _ in calls:
            wrong = [
                *faults(event, plan.get(event, {}), found),
                *(
                    refused[key]
                    for name in sorted(found)
                    if (key := (source, event, name, type_of(found[name]))) in refused
                ),
            ]
            if wrong:
                told[number] = wrong[0]
        return told

    def _judge(
        self, plan: Mapping[str, Any], first: dict[tuple[str, str, str, str], int]
    ) -> dict[tuple[str, str, str, str | None], Told]:
        before = {key: set(types) for key, types in self.accepted.items()}
        refused: dict[tuple[str, str, str, str | None], Told] = {}
        for (source, event, name, kind), _ in sorted(
            first.items(), key=lambda item: (item[1], item[0][3])
        ):
            key = (source, event, name)
            known = self.accepted.setdefault(key, set())
            if kind in known:
                continue
            is_planned = name in plan.get(event, {})
            is_new = not before.get(key)
            if is_planned or (is_new and self.new == "accept" and not known):
                known.add(kind)
                continue
            policy = self.new if is_new and self.new != "accept" else self.retyped
            if policy == "accept":
                known.add(kind)
                continue
            refused[source, event, name, kind] = (f"{event}.{name}", policy)
        return refused


def plain(kind: str) -> str:
    """Return the type of JSON that values of a type of the plan have."""
    return {"integer": "number", "datetime": "string"}.get(kind, kind)
