"""Fixtures of the ingestion tests: a loader, and a look at what it left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.classification import write_accepted, write_quarantined
from ingestion.ledger_checks import ledger_checks
from ingestion.loading import Load, load_entity, prepare
from ingestion.mapping import mapped
from ingestion.readers import read
from ingestion.readers.relation import REFUSED
from ingestion.sources import feeds_of
from tests.ingestion.cells_of_a_file import BAD, KEYS, SHOP, Cells
from warehouse.engine import config, connect

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


@pytest.fixture
def cells(shop) -> Cells:
    """Load one column of cells; a refused one is `BAD`."""

    def found(
        column: str,
        values: list[str] | Path,
        *,
        source: str = "",
        mapping: str = "",
        currency: str = "EUR",
        shop_timezone: str = "UTC",
        calendar: str = "gregorian",
    ) -> list[Any]:
        entity, name = column.split(".")
        if isinstance(values, Path):
            file, count = values.name, 0
        else:
            file, count = "cells.tsv", len(values)
            lines = (f"{n}\t{value}" for n, value in enumerate(values, start=1))
            shop.file(file, "k\tv\n" + "\n".join(lines) + "\n")
        shop.write(
            SHOP.format(
                file=file, entity=entity, key=KEYS[entity], column=name, source=source,
                mapping=mapping, currency=currency, shop_timezone=shop_timezone,
                calendar=calendar,
            )
        )  # fmt: skip
        (feed,) = feeds_of(entity)
        folder = shop.workspace
        with duckdb.connect(config=config()) as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(REFUSED)
            relation = read(connection, feed, folder / file, folder / "staged.parquet")
            shape = mapped(connection, feed, file, relation)
            good, bad = folder / "good.parquet", folder / "bad.parquet"
            kept = write_accepted(connection, feed, file, relation, shape, "1", good)
            refused = write_quarantined(connection, feed, file, relation, shape, bad)
            assert (
                kept + sum(refused) == relation.received == (count or relation.received)
            )
            rows = connection.execute(
                f"select source_row, {name} from '{good}'"
            ).fetchall()
            rows += connection.execute(
                f"select source_row, '{BAD}' from '{bad}'"
            ).fetchall()
        return [value for _, value in sorted(rows)]

    return found
