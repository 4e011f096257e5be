"""Files of calls are loaded, judged and counted once as landed calls are."""

# ruff: noqa: DTZ001 - raw tables hold UTC without a zone

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingestion.feeds import LoadError
from ingestion.inspection import source_problems
from ingestion.sources import check_source
from tests.ingestion.small_sources import Loader, Query
from warehouse.settings import settings

SOURCE = """
[[sources]]
name = "archive"
kind = "events"
{how}
"""
FILES = SOURCE.format(how='path = "calls/*.ndjson*"')
SENDER = SOURCE.format(how='write_key = "demo"')

RAW = """
select message_id, event, user_id, properties, "timestamp", original_timestamp,
    sent_at, received_at, extra
from raw_events.events order by message_id
"""
QUARANTINED = """
select source_row, code, field from ops.quarantine where status = 'open' order by all
"""


def call(number: int, **said: Any) -> dict[str, Any]:
    return {
        "messageId": f"m{number}",
        "type": "track",
        "event": "Tea Drunk",
        "userId": "u1",
        "properties": {"cups": 2},
        "originalTimestamp": "2024-05-01T12:00:00.000Z",
        "sentAt": "2024-05-01T12:00:10.000Z",
        "receivedAt": "2024-05-01T12:05:10.000Z",
        "timestamp": "2024-05-01T12:05:00.000Z",
        "integrations": {"All": True},
    } | said


def lines(*calls: object) -> bytes:
    return b"".join(
        one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n"
        for one in calls
    )


def test_a_call_of_an_archive_keeps_its_times_and_all_that_it_says(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(FILES)
    bare = {"type": "track", "event": "Tea Drunk", "userId": "u1"}
    shop.file(
        "calls/1.ndjson.gz",
        gzip.compress(
            lines(
                call(1),
                call(2, receivedAt=None, timestamp=None),
                bare | {"messageId": "m3", "timestamp": "2024-05-01T14:00:00+02:00"},
            )
        ),
    )
    found = load("events")
    assert (found.received, found.accepted) == (3, 3)
    noon = datetime(2024, 5, 1, 12)
    sent = noon.replace(second=10)
    said = ("Tea Drunk", "u1", '{"cups":2}')
    extra = '{"integrations":{"All":true}}'
    assert ask(RAW) == [
        # The sender's clock was five minutes late.
        ("m1", *said, noon.replace(minute=5), noon, sent,
         sent.replace(minute=5), extra),
        ("m2", *said, noon, noon, sent, sent, extra),
        ("m3", *said[:2], None, noon, noon, None, noon, None),
    ]  # fmt: skip


def test_what_is_wrong_with_a_call_costs_it_alone(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(FILES)
    shop.file(
        "calls/1.ndjson",
        lines(
            call(1),
            b'{"type": "track", "ev\n',
            b'{"type": "track", "event": "caf\xe9"}\n',
            b"[1]\n",
            call(5, properties={"text": "x" * 33_000}),
            call(6, event=None),
            call(7, type="purchase"),
            call(8, originalTimestamp="yesterday"),
            call(9, originalTimestamp="1999-12-31T23:59:59Z", sentAt=None),
            call(10, originalTimestamp="2024-05-03T12:05:10Z", sentAt=None),
            call(11, userId={"id": 1}),
            call(12, userId=None),
            call(1, event="Told Again", receivedAt="2024-05-02T00:00:00Z"),
            call(14),
        ),
    )
    found = load("events")
    assert (found.received, found.accepted, found.duplicate, found.quarantined) == (
        14, 2, 1, 11,
    )  # fmt: skip
    assert ask("select message_id, event from raw_events.events order by all") == [
        ("m1", "Tea Drunk"), ("m14", "Tea Drunk"),
    ]  # fmt: skip
    assert ask(QUARANTINED) == [
        (2, "not_json", "call"),
        (3, "not_utf8", "call"),
        (4, "not_json", "call"),
        (5, "too_large", "call"),
        (6, "missing_required", "event"),
        (7, "unknown_type", "type"),
        (8, "bad_timestamp", "timestamp"),
        (9, "time_ancient", "timestamp"),
        (10, "time_future", "timestamp"),
        (11, "bad_identifier", "user_id"),
        (12, "missing_required", "user_id"),
    ]


def test_the_quarantine_keeps_no_write_key(shop, load: Loader, ask: Query) -> None:
    shop.write(FILES)
    shop.file(
        "calls/1.ndjson",
        lines(
            call(1, writeKey="s3cret", type="purchase"),
            b'{"writeKey" : "s3cret\\"s3cret", "event": "caf\xe9"}\n',
            b'{"type": "track", "writeKey": "s3cr\n',
            call(4, writeKey="s3cret", context={"said": '"writeKey":"mine"'}),
        ),
    )
    load("events")
    assert ask(QUARANTINED) == [
        (1, "unknown_type", "type"), (2, "not_utf8", "call"), (3, "not_json", "call"),
    ]  # fmt: skip
    kept = "select payload from ops.quarantine order by source_row"
    first, *others = [json.loads(payload) for (payload,) in ask(kept)]
    assert first["call"] == call(1, writeKey="", type="purchase")
    assert [one["payload"] for one in others] == [
        '{"writeKey" : "", "event": "caf\\xe9"}',
        '{"type": "track", "writeKey": ""',
    ]
    ((context, extra),) = ask("select context, extra from raw_events.events")
    assert json.loads(context) == {"said": '"writeKey":"mine"'}
    assert "s3cret" not in extra


def test_the_same_calls_landed_are_the_same_events(
    shop, load: Loader, ask: Query
) -> None:
    calls = [call(n, event=f"Event {n % 3}", userId=n % 5) for n in range(40)]
    calls += [call(3), {**call(50), "messageId": None}, {**call(51), "type": "page"}]
    shop.write(FILES)
    shop.file("calls/1.ndjson", lines(*calls))
    load("events")
    of_files = ask(RAW)
    shop.write('home = "other"\n' + SENDER)
    landed = [
        {"n": n, "source": "archive", "received_at": one["receivedAt"], "call": one}
        for n, one in enumerate(calls, start=1)
    ]
    folder = settings().landing_path / "2024-05-01"
    folder.mkdir(parents=True)
    Path(folder, "w-1.ndjson").write_bytes(lines(*landed))
    load("events")
    assert len(of_files) == 42
    assert ask(RAW) == of_files


def test_a_file_is_loaded_once_and_a_changed_one_replaces_its_events(
    shop, load: Loader, ask: Query
) -> None:
    ids = "select message_id, source_file from raw_events.events order by all"
    shop.write(FILES)
    shop.file("calls/1.ndjson", lines(call(1), call(2)))
    shop.file("calls/2.ndjson", lines(call(2), call(3)))
    assert load("events").duplicate == 1
    assert not load("events").is_new
    assert ask(ids) == [
        ("m1", "calls/1.ndjson"), ("m2", "calls/1.ndjson"), ("m3", "calls/2.ndjson")
    ]  # fmt: skip
    shop.file("calls/1.ndjson", lines(call(1), call(4)))
    load("events")
    assert ask(ids) == [
        ("m1", "calls/1.ndjson"), ("m2", "calls/2.ndjson"),
        ("m3", "calls/2.ndjson"), ("m4", "calls/1.ndjson"),
    ]  # fmt: skip


def test_a_file_that_is_called_as_a_landed_one_hides_none(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SOURCE.format(how='path = "2024-05-01/w-1.ndjson"'))
    shop.file("2024-05-01/w-1.ndjson", lines(call(1)))
    load("events")
    shop.write(
        SOURCE.format(how='path = "2024-05-01/w-1.ndjson"')
        + SENDER.replace("archive", "web")
    )
    folder = settings().landing_path / "2024-05-01"
    folder.mkdir(parents=True)
    said = {"n": 1, "source": "web", "received_at": "2024-05-01T12:00:00Z"}
    Path(folder, "w-1.ndjson").write_bytes(lines(said | {"call": call(2)}))
    load("events")
    assert ask("select source_name, message_id from raw_events.events order by 1") == [
        ("archive", "m1"), ("web", "m2"),
    ]  # fmt: skip


def test_a_later_oldest_day_judges_a_file_anew(shop, load: Loader, ask: Query) -> None:
    ancient = call(9, originalTimestamp="2024-04-30T12:00:00Z", sentAt=None)
    shop.file("calls/1.ndjson", lines(*map(call, range(1, 9)), ancient))
    shop.write(FILES)
    assert load("events").accepted == 9
    shop.write(FILES + "[events]\noldest_on = 2024-05-01\n")
    found = load("events")
    assert (found.accepted, found.quarantined) == (8, 1)
    assert ask("select count(*) from raw_events.events") == [(8,)]


def test_doctor_sees_whether_calls_can_be_read(shop) -> None:
    shop.write(FILES)
    (source,) = settings().sources
    (problem,) = source_problems(source)
    assert "no file matches" in problem
    shop.file("calls/1.ndjson", lines(call(1)))
    assert source_problems(source) == []
    shop.file("calls/1.ndjson.gz", gzip.compress(lines(call(1)) * 99)[:40])
    (shop.workspace / "calls" / "1.ndjson").unlink()
    (problem,) = source_problems(source)
    assert "1.ndjson.gz is broken" in problem


def test_files_and_a_sender_are_two_sources(shop) -> None:
    shop.write(SOURCE.format(how='path = "calls/*.ndjson"\nwrite_key = "demo"'))
    (source,) = settings().sources
    with pytest.raises(LoadError, match="write an entry for each"):
        check_source(source)
