"""The registry of properties: the first type holds, and is remembered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest

from ingestion.events import unplanned
from ingestion.events.known_properties import known_properties
from ingestion.events.plan_rules import PlanRules
from tests.conftest import Shop
from tests.ingestion.events.plan_batches import Call, judged
from warehouse.decisions import decide
from warehouse.operations import create_tables

SOURCE = '[[sources]]\nname = "web"\nkind = "events"\nwrite_key = "demo"\n'
REGISTRY = (
    "select property, type, status, epoch(first_seen_at)::int, "
    "epoch(last_seen_at)::int, load_id from ops.event_properties order by all"
)


@pytest.fixture
def warehouse(shop: Shop) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the operations of a shop with one sender."""
    shop.write(SOURCE)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        create_tables(connection)
        yield connection


def load(
    warehouse: duckdb.DuckDBPyConnection, load_id: str, *batches: list[Call]
) -> list[dict[int, tuple[str, str]]]:
    """Judge the batches of a load, and record what was seen."""
    rules = PlanRules(known_properties(warehouse))
    told = [judged(rules, batch) for batch in batches]
    rules.record(warehouse, load_id, datetime(2026, 11, 1, tzinfo=UTC))
    return told


def calls(*found: tuple[int, Any]) -> list[Call]:
    """Return calls that say ``size``, each with its second of receipt."""
    return [
        (n, "web", "Seen", {"size": size}, at) for n, (at, size) in enumerate(found)
    ]


def test_the_type_received_first_holds(warehouse: duckdb.DuckDBPyConnection) -> None:
    (told,) = load(warehouse, "1", calls((9, "L"), (5, 40), (7, 41.5), (8, None)))
    assert told == {
        0: (
            "Seen.size",
            "size was a number before, here it is text; held until "
            "`karvan plan accept web Seen size`",
        )
    }
    assert warehouse.execute(REGISTRY).fetchall() == [
        ("size", "number", "accepted", 5, 7, "1"),
        ("size", "string", "held", 9, 9, "1"),
    ]


def test_later_batches_and_loads_know_what_was_seen(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    first, second = load(warehouse, "1", calls((5, 40)), calls((1, "L"), (6, 1)))
    assert (first, second.keys()) == ({}, {0})
    (third,) = load(warehouse, "2", calls((8, "L"), (3, 1)))
    assert third.keys() == {0}
    assert warehouse.execute(REGISTRY).fetchall() == [
        ("size", "number", "accepted", 3, 6, "1"),
        ("size", "string", "held", 1, 8, "1"),
    ]


def test_what_a_person_accepted_passes(warehouse: duckdb.DuckDBPyConnection) -> None:
    load(warehouse, "1", calls((5, 40), (6, "L")))
    decide("properties", source="web", event="Seen", property="size", type="string")
    (told,) = load(warehouse, "2", calls((7, "L"), (8, 40), (9, [])))
    assert told.keys() == {2}
    assert [row[:3] for row in warehouse.execute(REGISTRY).fetchall()] == [
        ("size", "array", "held"),
        ("size", "number", "accepted"),
        ("size", "string", "accepted"),
    ]


def test_names_without_end_are_not_remembered_without_end(
    warehouse: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unplanned, "MOST_KNOWN", 3)
    many: list[Call] = [(n, "web", "Seen", {f"of {n}": n}, n) for n in range(9)]
    assert load(warehouse, "1", many, many) == [{}, {}]
    assert [row[0] for row in warehouse.execute(REGISTRY).fetchall()] == [
        "of 0", "of 1", "of 2",
    ]  # fmt: skip
    load(warehouse, "2", many)
    assert len(warehouse.execute(REGISTRY).fetchall()) == 3
