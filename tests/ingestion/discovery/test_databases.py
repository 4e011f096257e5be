"""Real databases are found as they are: schemas, views, keys, odd names."""

import pytest

from ingestion.database import DatabaseError
from ingestion.discovery import databases
from ingestion.discovery.tables import Table
from tests.databases import PASSWORD, Database

TABLES = (
    'create table "Order Details" ("Order ID" integer, "Unit Price" {amount}, '
    'primary key ("Order ID"))',
    """insert into "Order Details" values (1, 2.50), (2, null)""",
    'create table "a.b""c" (id integer primary key, changed_at {time})',
    'create index changed on "a.b""c" (changed_at)',
    'create table lines (detail integer references "Order Details" ("Order ID"))',
    "create view recent as select * from lines",
)


def by_name(url: str) -> dict[str, Table]:
    found = databases.tables(url)
    return {str(table): table for table in databases.sampled(url, found)}


def test_tables_views_and_odd_names_are_found_with_values(
    shop, database: Database
) -> None:
    database.run(*TABLES)
    found = by_name(database.url)
    assert found.keys() == {"Order Details", '"a.b""c"', "lines", "recent"}
    number, price = found["Order Details"].columns
    assert number.name == "Order ID"
    assert (number.is_primary, number.is_indexed) == (True, True)
    assert (number.kind, price.kind) == ("integer", "number")
    assert number.values == ("1", "2")
    assert [float(value) for value in price.values] == [2.5]
    assert found["lines"].columns[0].references == "Order Details"
    assert found["recent"].is_view
    assert not found["lines"].is_view
    assert found['"a.b""c"'].columns[1].is_indexed


def test_schemas_are_named_where_they_are_not_the_default(
    shop, postgresql: Database
) -> None:
    postgresql.run(
        "create table orders (id int)",
        'create schema "Sales 2024"',
        'create table "Sales 2024".orders (id int, at timestamptz, on_ timestamp)',
        """insert into "Sales 2024".orders values (7, now(), now())""",
    )
    found = by_name(postgresql.url)
    assert found.keys() == {"orders", "Sales 2024.orders"}
    number, at, on = found["Sales 2024.orders"].columns
    assert (number.values, at.kind, on.kind) == (("7",), "instant", "timestamp")


def test_rows_are_estimated_by_the_server(shop, postgresql: Database) -> None:
    postgresql.run(
        "create table orders as select i from generate_series(1, 5000) as t(i)",
        "create table fresh (id int)",
        "analyze orders",
    )
    found = by_name(postgresql.url)
    assert found["orders"].rows == 5000
    assert found["fresh"].rows is None
    assert len(found["orders"].columns[0].values) == 1000


def test_rows_of_sqlite_are_estimated_without_counting(shop, sqlite: Database) -> None:
    sqlite.run(
        "create table orders (id integer primary key)",
        "insert into orders values (1), (2), (40)",
        "create table fresh (id int)",
        "create table keyed (id text primary key) without rowid",
        "create view recent as select * from orders",
    )
    rows = {name: table.rows for name, table in by_name(sqlite.url).items()}
    assert rows == {"orders": 40, "fresh": 0, "keyed": None, "recent": None}


def test_what_may_not_be_read_stays_without_values(shop, postgresql: Database) -> None:
    postgresql.run(
        "create view broken as select 1 / (random() * 0)::int as x",
        "create table orders (id int)",
        "insert into orders values (1)",
    )
    found = by_name(postgresql.url)
    assert found["broken"].columns[0].values == ()
    assert found["orders"].columns[0].values == ("1",)


def test_a_wrong_password_is_said_without_it(shop, postgresql: Database) -> None:
    wrong = postgresql.url.replace("/shop_", "/no_such_shop_")
    with pytest.raises(DatabaseError) as raised:
        databases.tables(wrong)
    said = str(raised.value)
    assert "no_such_shop_" in said
    assert PASSWORD not in said
    assert raised.value.__cause__ is None
