"""Fixtures of the ingestion tests: a loader, and a look at what it left."""

from collections.abc import Callable
from typing import Any

import pytest

from ingestion.ledger import ledger_checks
from ingestion.loading import Load, load_entity, prepare
from warehouse.engine import connect

Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def load(shop: object) -> Callable[..., Load]:
    """Load an entity as a run does, and check that the ledger agrees."""

    def loaded(entity: str, **options: Any) -> Load:
        prepare()
        found = load_entity(entity, **options)
        unsound = [
            check
            for check in ledger_checks(entity)
            if not check.is_passed
            and check.name in ("ledger_balances", "rows_are_those_accepted")
        ]
        assert unsound == []
        return found

    return loaded


@pytest.fixture
def ask(shop: object) -> Query:
    """Ask the warehouse."""

    def asked(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with connect() as connection:
            return connection.execute(sql, list(values)).fetchall()

    return asked
