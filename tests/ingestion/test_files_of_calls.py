"""Files of calls are read as lines of the landing: nothing is refused or lost."""

import gzip
import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.file_feeds import FileFeed
from ingestion.readers import BrokenFileError, calls
from ingestion.readers.relation import REFUSED, ROW
from tests.ingestion.small_sources import LINES
from warehouse.settings import Entity, settings

CALL = {"type": "track", "event": "Tea ☕", "receivedAt": "2024-05-01T12:00:00Z"}


def lines(shop: Any, path: Path) -> list[tuple[Any, ...]]:
    """Return place, receipt time, call, fault and payload of what a file holds."""
    shop.write(LINES)
    (source,) = settings().sources
    feed = FileFeed(
        source=source, entity="events", mapping=Entity(), timezone="UTC", pattern=path
    )
    with duckdb.connect() as connection:
        connection.execute(REFUSED)
        found = calls.read(connection, feed, path, shop.workspace / "staged.parquet")
        rows = connection.execute(
            f"select {ROW}, received_at, call, fault, payload from ({found.sql}) "
            "order by all"
        ).fetchall()
        sources = connection.execute(f"select distinct source from ({found.sql})")
        assert sources.fetchall() in ([("till",)], [])
    assert found.received == len(rows)
    return rows


@pytest.mark.parametrize("name", ["calls.ndjson", "calls.json", "calls.ndjson.gz"])
def test_each_line_is_a_call_byte_for_byte(shop: Any, name: str) -> None:
    text = json.dumps(CALL, ensure_ascii=False)
    data = f'{text}\n\n  {{ "n" : 1.50 }}\r\n{{}}'.encode()
    path = shop.file(name, gzip.compress(data) if name.endswith("gz") else data)
    (first, second, third) = lines(shop, path)
    assert first == (1, "2024-05-01T12:00:00Z", text, None, None)
    assert second[:2] == (2, "")
    assert second[2].strip() == '{ "n" : 1.50 }'
    assert third == (3, "", "{}", None, None)


def test_an_array_holds_calls_over_many_lines(shop: Any) -> None:
    path = shop.file("calls.json", json.dumps([CALL, {}, CALL], indent=2))
    found = lines(shop, path)
    assert [json.loads(call) for _, _, call, _, _ in found] == [CALL, {}, CALL]


def test_what_is_no_call_keeps_its_place_with_its_fault(shop: Any) -> None:
    good = json.dumps(CALL).encode()
    torn, latin = b'{"type": "track", "ev', b'{"event": "caf\xe9"}'
    path = shop.file(
        "calls.ndjson", b"\n".join([good, torn, latin, b"5", b'"text"', b"[]", good])
    )
    assert [(n, fault, payload) for n, _, _, fault, payload in lines(shop, path)] == [
        (1, None, None),
        (2, "not_json", torn.decode()),
        (3, "not_utf8", '{"event": "caf\\xe9"}'),
        (4, "not_json", "5"),
        (5, "not_json", '"text"'),
        (6, "not_json", "[]"),
        (7, None, None),
    ]


def test_a_file_that_cannot_be_unpacked_is_broken(shop: Any) -> None:
    whole = gzip.compress(json.dumps(CALL).encode() * 1000)
    path = shop.file("calls.ndjson.gz", whole[: len(whole) // 2])
    with pytest.raises((BrokenFileError, duckdb.Error)):
        lines(shop, path)
