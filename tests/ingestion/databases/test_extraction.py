"""What values of databases become: text that tells them apart, and a type that fits."""

from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa

from ingestion.databases.connection import connected
from ingestion.databases.extraction import Extraction
from ingestion.feeds import LoadError
from ingestion.sources import feeds_of
from tests.conftest import Shop
from tests.databases import Database

SHOP = """
[[sources]]
name = "crm"
kind = "sql"
url = "env:SHOP_DB"
[sources.entities.customers]
table = "odd"
columns = { customer_id = "id" }
"""
POSTGRESQL = {
    "numeric": (["1.50", "-2", None], "DECIMAL(18,4)", ["1.5000", "-2.0000", None]),
    "numeric(30, 10)": (
        ["12345678901234567890.0123456789"],
        "DECIMAL(38,9)",
        ["12345678901234567890.012345679"],
    ),
    "bigint": (["9223372036854775807"], "DECIMAL(38,0)", ["9223372036854775807"]),
    "float8": (["NaN", "0.1", "Infinity"], "DOUBLE", ["nan", "0.1", "inf"]),
    "boolean": (["t", "f", None], "BOOLEAN", ["true", "false", None]),
    "timestamptz": (
        ["2024-01-01 10:00:00.123456+02"],
        "TIMESTAMP WITH TIME ZONE",
        ["2024-01-01 08:00:00.123456+00"],
    ),
    "timestamp": (["2024-01-01 10:00:00"], "TIMESTAMP", ["2024-01-01 10:00:00"]),
    "date": (["12000-01-01", "infinity"], "DATE", ["12000-01-01", None]),
    "uuid": (
        ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
        "VARCHAR",
        ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
    ),
    "jsonb": (['{"a": [1]}', "null"], "VARCHAR", ['{"a": [1]}', "null"]),
    "int[]": (["{1,NULL}"], "VARCHAR", ["{1,NULL}"]),
    "bytea": ([r"\xdead"], "VARCHAR", [r"\xdead"]),
    "text": (
        ["", r"\N", 'a "b", c\nd', "\u06f1 é 😀", None],
        "VARCHAR",
        ["", r"\N", 'a "b", c\nd', "\u06f1 é 😀", None],
    ),
    "interval": (["1 day 2 hours"], "VARCHAR", ["P1DT2H"]),
}
"""Type to values as text, the type of DuckDB that they fit, and what they become."""

SQLITE = {
    "whole": ([1, 2, None], "BIGINT", ["1", "2", None]),
    "whole_and_not": ([1, 2.5], "DOUBLE", ["1.0", "2.5"]),
    "beyond_exact": ([2**62], "DECIMAL(38,0)", [str(2**62)]),
    "number_and_word": ([1, "many"], "VARCHAR", ["1", "many"]),
    "text": (["", "é", None], "VARCHAR", ["", "é", None]),
    "bytes": ([b"\xde\xad"], "VARCHAR", [r"\xdead"]),
    "all_null": ([None, None], "VARCHAR", [None, None]),
}


def read(shop: Shop, folder: Path) -> dict[str, tuple[str, list[Any]]]:
    """Return the type and the values of each column of the table ``odd``."""
    shop.write(SHOP)
    (feed,) = feeds_of("customers")
    query = sa.select(sa.text("*")).select_from(sa.table("odd"))
    with connected(feed) as database, Extraction(database, folder / "odd") as reader:
        reader.read(query)
        extract = reader.finished()
    relation = extract.relation(extract.files, 0, is_keyed=False)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        listed = ", ".join(f'"{name}"::varchar' for name in relation.columns)
        rows = connection.execute(
            f"select {listed} from ({relation.sql}) order by karvan_row"
        ).fetchall()
    columns = zip(*rows, strict=True)
    return {
        name: (kind, list(values))
        for (name, kind), values in zip(relation.columns.items(), columns, strict=True)
    }


def test_every_type_of_postgresql_survives(
    shop: Shop, postgresql: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", postgresql.url)
    longest = max(len(values) for values, _, _ in POSTGRESQL.values())
    columns = ", ".join(f'"c {kind}" {kind}' for kind in POSTGRESQL)
    with postgresql.connect() as connection:
        connection.execute(f"create table odd ({columns})")
        for place in range(longest):
            row = [
                values[place] if place < len(values) else None
                for values, _, _ in POSTGRESQL.values()
            ]
            marks = ", ".join(f"%s::{kind}" for kind in POSTGRESQL)
            connection.execute(f"insert into odd values ({marks})", row)
    found = read(shop, tmp_path)
    for kind, (_, duckdb_type, expected) in POSTGRESQL.items():
        expected += [None] * (longest - len(expected))
        assert found[f"c {kind}"] == (duckdb_type, expected), kind


def test_a_row_that_is_too_long_is_told(
    shop: Shop, postgresql: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", postgresql.url)
    postgresql.run("create table odd as select repeat('x', 7000000) as id")
    (kind, (value,)) = read(shop, tmp_path)["id"]
    assert (kind, len(value)) == ("VARCHAR", 7_000_000)
    postgresql.run("insert into odd values (repeat('x', 9000000))")
    with pytest.raises(LoadError, match=r"more than 8 MB .* leave its column out"):
        read(shop, tmp_path / "again")


def test_sqlites_loose_types_survive(
    shop: Shop, sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_DB", sqlite.url)
    longest = max(len(values) for values, _, _ in SQLITE.values())
    with sqlite.connect() as connection:
        connection.execute(f"create table odd ({', '.join(SQLITE)})")
        for place in range(longest):
            row = [
                values[place] if place < len(values) else None
                for values, _, _ in SQLITE.values()
            ]
            connection.execute(
                f"insert into odd values ({', '.join('?' * len(row))})", row
            )
    found = read(shop, tmp_path)
    for name, (_, duckdb_type, expected) in SQLITE.items():
        expected += [None] * (longest - len(expected))
        assert found[name] == (duckdb_type, expected), name
