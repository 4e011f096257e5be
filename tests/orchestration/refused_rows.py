"""Rows that are refused, in files and in the landing, and what becomes of them."""

from typing import Any

from ingestion.ledger_checks import ledger_checks
from ingestion.loading import load_entity, prepare
from tests.ingestion.events.landed_lines import call, land, line
from warehouse.engine import connect

DAY = "2026-11-01"
TILL = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", quantity = "qty", line_amount = "amount" }
"""
OLD = "1999-01-01T00:00:00Z"


def load(entity: str = "events") -> None:
    """Load as a run does."""
    prepare()
    load_entity(entity)


def ask(sql: str) -> list[tuple[Any, ...]]:
    """Ask the warehouse."""
    with connect() as connection:
        return connection.execute(sql).fetchall()


def is_sound(entity: str = "events") -> bool:
    """Return whether the ledger balances and counts the rows that are there."""
    names = ("ledger_balances", "rows_are_those_accepted")
    return all(one.is_passed for one in ledger_checks(entity) if one.name in names)


def land_some() -> None:
    """Land a sound event, two that are too old and one without a name."""
    land(
        f"{DAY}/w-1.ndjson",
        [
            line(call(1)),
            line(call(2, timestamp=OLD)),
            line(call(3, timestamp=OLD, event="Cart Viewed")),
            line(call(4, event=None)),
        ],
    )
