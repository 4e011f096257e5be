"""The plan beside what was seen: one row per event, and one per property."""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.queries import tracking
from warehouse.publishing import current_path
from warehouse.settings.tracking_plan import TrackingPlan

_CALLS = ("page", "screen")
"""Calls that are events of a plan only where it names them."""
_NO_EVENTS = pd.DataFrame(columns=["event", "seen", "ever", "last_at"])
_NO_REFUSALS = pd.DataFrame(
    columns=["source_name", "code", "field", "rule", "quarantined"]
)
_NO_PROPERTIES = pd.DataFrame(
    columns=["source_name", "event", "property", "type", "status", "last_seen_at"]
)


@dataclass(frozen=True)
class Seen:
    """What is published of events; empty tables before anything is."""

    events: pd.DataFrame
    refused: pd.DataFrame
    properties: pd.DataFrame


def seen() -> Seen:
    """Return what is published."""
    if current_path() is None:
        return Seen(_NO_EVENTS, _NO_REFUSALS, _NO_PROPERTIES)
    return Seen(tracking.events_seen(), tracking.refused(), tracking.properties_seen())


def event_rows(plan: TrackingPlan, seen: Seen) -> pd.DataFrame:
    """Return planned events in the plan's order, then unplanned ones by their number.

    Columns: event, state (Seen, Not seen, Unplanned), seen, ever, last_at, quarantined,
    quarantined_share (of all that came), reasons, owner, properties, description, file.
    """
    known = {row["event"]: row for row in seen.events.to_dict("records")}
    unplanned = [name for name in known if name not in {*plan.events, *_CALLS}]
    names = [*plan.events, *unplanned]
    reasons: dict[str | None, list[dict[Hashable, Any]]] = {}
    for row in seen.refused.to_dict("records"):
        reasons.setdefault(_event_of(row["field"], names), []).append(row)
    rows = []
    for name in names:
        planned = plan.events.get(name)
        came = known.get(name, {"seen": 0, "ever": 0, "last_at": None})
        refused = sum(row["quarantined"] for row in reasons.get(name, []))
        everything = came["ever"] + refused
        rules = dict.fromkeys(row["rule"] for row in reasons.get(name, []))
        rows.append(
            {
                "event": name,
                "state": _state(is_planned=planned is not None, count=came["seen"]),
                "seen": came["seen"],
                "ever": came["ever"],
                "last_at": came["last_at"],
                "quarantined": refused,
                "quarantined_share": refused / everything if everything else None,
                "reasons": "; ".join(rules) or None,
                "owner": planned.owner if planned else None,
                "properties": len(planned.properties) if planned else None,
                "description": planned.description if planned else None,
                "file": plan.files[name].name if planned else None,
            }
        )
    return pd.DataFrame(rows, columns=list(_EVENT_COLUMNS))


def property_rows(plan: TrackingPlan, seen: Seen) -> pd.DataFrame:
    """Return planned properties in the plan's order.

    Columns: event, property (that of an array's objects after its name and a dot),
    type, required, allowed, pii, owner, types_seen, last_seen_at, quarantined,
    description.
    """
    came: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
    for row in seen.properties.to_dict("records"):
        came.setdefault((row["event"], row["property"]), []).append(row)
    refused = Counter[str]()
    for row in seen.refused.to_dict("records"):
        refused[row["field"]] += row["quarantined"]
    rows = []
    for name, event in plan.events.items():
        for label, one in event.flat().items():
            types = came.get((name, label), [])
            rows.append(
                {
                    "event": name,
                    "property": label,
                    "type": one.type,
                    "required": one.required,
                    "allowed": ", ".join(map(str, one.allowed)) or None,
                    "pii": one.pii,
                    "owner": event.owner,
                    "types_seen": ", ".join(dict.fromkeys(t["type"] for t in types))
                    or None,
                    "last_seen_at": types[0]["last_seen_at"] if types else None,
                    "quarantined": refused[f"{name}.{label}"],
                    "description": one.description,
                }
            )
    return pd.DataFrame(rows, columns=list(_PROPERTY_COLUMNS))


def surprises(plan: TrackingPlan, seen: Seen) -> pd.DataFrame:
    """Return properties that the plan does not have, or that are not accepted.

    Columns: those of `tracking.properties_seen`; held and rejected ones first.
    """
    planned = {
        (name, label) for name, event in plan.events.items() for label in event.flat()
    }
    found = [
        row
        for row in seen.properties.to_dict("records")
        if row["status"] != "accepted" or (row["event"], row["property"]) not in planned
    ]
    found.sort(key=lambda row: row["status"] == "accepted")
    return pd.DataFrame(found, columns=seen.properties.columns)


_EVENT_COLUMNS = (
    *("event", "state", "seen", "ever", "last_at", "quarantined"),
    *("quarantined_share", "reasons", "owner", "properties", "description", "file"),
)
_PROPERTY_COLUMNS = (
    *("event", "property", "type", "required", "allowed", "pii", "owner"),
    *("types_seen", "last_seen_at", "quarantined", "description"),
)


def _state(*, is_planned: bool, count: int) -> str:
    if not is_planned:
        return "Unplanned"
    return "Seen" if count else "Not seen"


def _event_of(field: str | None, names: Iterable[str]) -> str | None:
    """Return the longest name that a field such as ``Product Viewed.price`` is of."""
    found = [name for name in names if f"{field}.".startswith(f"{name}.")]
    return max(found, key=len, default=None)
