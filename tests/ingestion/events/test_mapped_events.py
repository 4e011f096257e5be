"""A table of clicks is events, whatever holds it: a CSV file, Parquet or a database."""

import json
from typing import Any

import duckdb
import pytest

from tests.conftest import Shop
from tests.databases import Database, in_sqlite
from tests.ingestion.small_sources import Loader, Query

CLICKS = [
    (1, "7", "pv", "TEA-1", "3.5", "2024-05-01 10:00:00", "https://x.example/tea"),
    (2, "7", "cart", "TEA-1", "3.5", "2024-05-01 10:01:00", None),
    (3, "8", "wave", None, None, "2024-05-01 10:01:00", None),
    (4, "8", "pv", "JAM-1", "4.25", "some day", None),
    (5, "", "pv", "JAM-1", "4.25", "2024-05-01 10:02:00", None),
    (6, "[object Object]", "pv", "JAM-1", "4.25", "2024-05-01 10:02:00", None),
    (7, "9", None, "JAM-1", "4.25", "2024-05-01 10:02:00", None),
]
NAMES = ("id", "visitor", "action", "item", "price", "happened", "address")
SOURCE = """
[shop]
timezone = "Europe/London"
[[sources]]
name = "site"
{place}
[sources.entities.events]
{more}
constants = {{ type = "track" }}
[sources.entities.events.columns]
anonymous_id = "visitor"
event = "action"
timestamp = "happened"
properties = {{ product_id = "item", price = "price" }}
context.page.url = "address"
[sources.entities.events.values]
event = {{ pv = "Product Viewed", cart = "Product Added" }}
"""
LOADED = """
select anonymous_id, event, properties, context, strftime("timestamp", '%H:%M')
from raw_events.events order by anonymous_id, event
"""
EXPECTED = [
    # London is an hour ahead of UTC in May.
    ("7", "Product Added", {"product_id": "TEA-1", "price": 3.5}, None, "09:01"),
    ("7", "Product Viewed", {"product_id": "TEA-1", "price": 3.5},
     {"page": {"url": "https://x.example/tea"}}, "09:00"),
    ("8", "wave", None, None, "09:01"),
]  # fmt: skip
FAULTS = {
    ("bad_timestamp", "timestamp"),
    ("missing_required", "user_id"),
    ("bad_identifier", "anonymous_id"),
    ("missing_required", "event"),
}


def csv() -> str:
    rows = (",".join("" if one is None else str(one) for one in row) for row in CLICKS)
    return "\n".join([",".join(NAMES), *rows, ""])


def check(load: Loader, ask: Query) -> list[Any]:
    found = load("events")
    assert (found.received, found.accepted, found.quarantined) == (7, 3, 4)
    loaded = [
        tuple(json.loads(one) if str(one).startswith("{") else one for one in row)
        for row in ask(LOADED)
    ]
    assert loaded == EXPECTED
    faults = ask("select code, field from ops.quarantine where status = 'open'")
    assert {*faults} == FAULTS
    assert not load("events").is_new
    return ask("select message_id from raw_events.events order by all")


def test_a_file_of_clicks(shop: Shop, load: Loader, ask: Query) -> None:
    shop.write(SOURCE.format(place='kind = "files"\npath = "clicks.csv"', more=""))
    shop.file("clicks.csv", csv())
    check(load, ask)


@in_sqlite
@pytest.mark.parametrize("more", ["", 'key = ["id"]'], ids=["whole", "followed"])
def test_a_table_of_clicks(
    shop: Shop,
    load: Loader,
    ask: Query,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    more: str,
) -> None:
    monkeypatch.setenv("CLICKS_DB", database.url)
    database.run(f"create table clicks ({', '.join(f'{name} text' for name in NAMES)})")
    with database.connect() as connection:
        for row in CLICKS:
            connection.execute("insert into clicks values (?, ?, ?, ?, ?, ?, ?)", row)
    shop.write(
        SOURCE.format(
            place='kind = "sql"\nurl = "env:CLICKS_DB"',
            more='table = "clicks"\n' + more,
        )
    )
    check(load, ask)


def test_the_same_clicks_in_another_kind_of_file_are_the_same_events(
    shop: Shop, load: Loader, ask: Query
) -> None:
    shop.write(SOURCE.format(place='kind = "files"\npath = "clicks.*"', more=""))
    path = shop.file("clicks.csv", csv())
    ids = check(load, ask)
    duckdb.execute(
        f"copy (from read_csv('{path}', all_varchar = true)) "
        f"to '{shop.workspace}/clicks.parquet' (format parquet)"
    )
    found = load("events")
    assert (found.accepted, found.duplicate) == (0, 3)
    assert ask("select message_id from raw_events.events order by all") == ids
