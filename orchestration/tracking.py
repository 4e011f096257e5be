"""The tracking plan beside what was really seen, and what a person accepts of it."""

from collections.abc import Callable
from typing import Any

import duckdb

from ingestion.events.plan_checks import CODE
from ingestion.feeds import LoadError, suggested
from ingestion.sources import check_named
from orchestration.news import forget_built
from orchestration.quarantined import Filter, warehouse
from orchestration.reconsidering import Replayed, replay
from warehouse.decisions import decide
from warehouse.published import NothingPublishedError, open_published
from warehouse.settings import settings

PROPERTIES = (
    "event", "property", "type", "required", "allowed", "pii", "owner", "description",
)  # fmt: skip


def properties(event: str | None = None) -> list[tuple[Any, ...]]:
    """Return the planned properties as rows of `PROPERTIES`, of one event or of all.

    Raises:
        LoadError: If the plan has no such event.
    """
    plan = settings().tracking_plan
    if event is not None and event not in plan.events:
        message = f"the plan has no event {event!r}{suggested(event, plan.events)}"
        raise LoadError(message)
    rows: list[tuple[Any, ...]] = []
    for name, one in plan.events.items():
        if event not in (None, name):
            continue
        rows.append((name, None, None, None, None, None, one.owner, one.description))
        rows += [
            (
                name,
                path,
                found.type,
                found.required,
                ", ".join(map(str, found.allowed)) or None,
                found.pii,
                one.owner,
                found.description,
            )
            for path, found in one.flat().items()
        ]
    return rows


def differences() -> list[str]:
    """Return how the plan and what is published differ, one sentence each."""
    try:
        published = open_published()
        seen, properties = _seen_events(published), _seen_properties(published)
    except (NothingPublishedError, duckdb.CatalogException):
        return ["nothing is published yet to compare the plan with"]
    plan = settings().tracking_plan.events
    told = [
        f"{name} of {source} is not planned{suggested(name, plan)}"
        for source, name in seen
        if not (name in plan and plan[name].is_planned_for(source))
    ]
    names = {name for _, name in seen}
    told += [f"{name} was never seen" for name in plan if name not in names]
    told += [
        f"{event}.{name} of {source} is not planned ({kind}, {status})"
        for source, event, name, kind, status in properties
        if event in plan
        and plan[event].is_planned_for(source)
        and name not in plan[event].properties
    ]
    there = {(event, name) for _, event, name, *_ in properties}
    told += [
        f"{event}.{name} was never seen"
        for event, one in plan.items()
        if event in names
        for name in one.properties
        if (event, name) not in there
    ]
    return told


def accept(
    source: str, event: str, name: str, kind: str | None, say: Callable[[str], None]
) -> tuple[list[str], Replayed]:
    """Accept a property's type, and take up the events that were held for it.

    Args:
        source: Where it comes from.
        event: Of what event; ``page`` and ``screen`` are the calls of those names.
        name: The property.
        kind: The type; those that are held by default.
        say: Called with a few words on each step. The caller holds the run lock.

    Returns:
        The types that are accepted now, and what became of the events.

    Raises:
        LoadError: If there is no such source, the plan says the type, or no type of
            the property is held.
    """
    check_named(source)
    planned = settings().tracking_plan.events.get(event)
    if planned and planned.is_planned_for(source) and name in planned.properties:
        message = (
            f"{event}.{name} is planned as {planned.properties[name].type}; change it "
            f"in {settings().tracking_plan.files[event]}, then replay the quarantine"
        )
        raise LoadError(message)
    kinds = [kind] if kind else _held(source, event, name)
    if not kinds:
        message = (
            f"{event}.{name} of {source} is not held; name its --type to accept it "
            "before it comes"
        )
        raise LoadError(message)
    forget_built()
    for one in kinds:
        decide("properties", source=source, event=event, property=name, type=one)
    wanted = Filter(entity="events", code=CODE, source=source, field=f"{event}.{name}")
    return kinds, replay(wanted, say)


def _held(source: str, event: str, name: str) -> list[str]:
    with warehouse() as connection:
        rows = connection.execute(
            "select type from ops.event_properties where source_name = ? "
            "and event = ? and property = ? and status != 'accepted' order by type",
            [source, event, name],
        ).fetchall()
    return [kind for (kind,) in rows]


def _seen_events(published: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    return published.execute(
        "select distinct source_name, event from marts.fct_events "
        "where type = 'track' order by all"
    ).fetchall()


def _seen_properties(
    published: duckdb.DuckDBPyConnection,
) -> list[tuple[str, str, str, str, str]]:
    return published.execute(
        "select source_name, event, property, type, status "
        "from ops.event_properties order by all"
    ).fetchall()
