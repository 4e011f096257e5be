"""Whether lines are plain decides how fast they are read, never what is read."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from ingestion.collector.requests import events_of
from ingestion.events.reading import LEFT, read
from ingestion.events.rules import NO_IDS
from ingestion.events.staging import CALLS, line_rules
from ingestion.events.suppressions import suppression_rules
from tests.ingestion.events.landed_lines import SENDERS
from warehouse.decisions import decide
from warehouse.settings import settings

ODD = st.sampled_from(
    [
        None, "", " ", "a b", " a", "{", "[", "{}", "[1]", "a\n", "\x7fb", "\u00a0",
        "true", "پ", "~x", "5", 5, 1.5, True, [], {}, ["x"], {"a": 1}, "x" * 255,
        "x" * 256, "é" * 200, 'say "x"', "back\\slash", *NO_IDS,
    ]
)  # fmt: skip
IDS = st.none() | st.sampled_from(["u1", "someone@else.example", "p-1", "x" * 40]) | ODD
TIMES = st.sampled_from(
    [
        "2026-11-01T11:59:58.000Z", "2026-11-01T13:59:57+02:00", "yesterday", "", 0, [],
        1793534398, "infinity", "1999-12-31T00:00:00Z", "2026-11-09T00:00:00Z", None,
    ]
)  # fmt: skip
OBJECTS = st.sampled_from(
    [{}, {"email": "ali@shop.example"}, {"a": None, "b": [1.50]}, "{}", [], 5, None]
)
SOUND = {
    "messageId": "m1", "type": "track", "event": "Product Viewed", "userId": "u1",
    "timestamp": "2026-11-01T11:59:58.000Z", "properties": {}, "integrations": {},
}  # fmt: skip
AMISS = st.one_of(
    *(st.tuples(st.just(name), IDS) for name in (
        "messageId", "userId", "anonymousId", "groupId", "previousId"
    )),
    *(st.tuples(st.just(name), ODD) for name in ("type", "event", "name", "mine")),
    *(st.tuples(st.just(name), OBJECTS) for name in (
        "properties", "traits", "context", "integrations"
    )),
    *(st.tuples(st.just(name), TIMES) for name in (
        "timestamp", "originalTimestamp", "sentAt"
    )),
    st.tuples(st.just("type"), st.sampled_from(["page", "alias", "group", "buy"])),
    st.tuples(st.just("writeKey"), st.just("sesame")),
)  # fmt: skip
"""One member that is or is not as it should be."""
CALL = st.lists(AMISS, max_size=2).map(lambda amiss: SOUND | dict(amiss))
TWICE = st.just(b'{"type":"track","event":"A","userId":"u","userId":"v"}')
CALLS_OF_A_BATCH = st.lists(
    CALL.map(lambda one: json.dumps(one).encode()) | TWICE | st.just(b"7"), max_size=60
)
HEAD = '"n":%d,"source":"%s","received_at":"2026-11-01T12:00:00.000000Z"'


@pytest.fixture
def landing(shop: Any) -> Path:
    shop.write(SENDERS)
    decide("suppressions", kind="user_id", identifier="p-1", is_suppressed=True)
    folder = settings().landing_path / "2026-11-01"
    folder.mkdir(parents=True)
    return folder


def rows_of(path: Path) -> tuple[list[Any], list[Any]]:
    """Return what is made of a file's lines, and which were not taken as plain."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        rules = [*suppression_rules(connection), *line_rules()]
        read(connection, [path], rules, is_taken="source = 'web'")
        found = connection.execute(
            f"select * exclude (source_file, is_unreadable, line), json(line) "
            f"from {CALLS} order by source_row, message_id"
        ).fetchall()
        left = connection.execute(f"select n from {LEFT} order by n").fetchall()
    return found, [n for (n,) in left]


def land(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / f"{name}.ndjson"
    path.write_text("".join(f"{{{line}}}\n" for line in lines))
    return path


@tried(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
    max_examples=40,
)
@given(
    calls=CALLS_OF_A_BATCH,
    more=st.sampled_from([b"", b',"context":{"ip":"::1"}', b',"context":5']),
    path=st.sampled_from([None, "track"]),
)
def test_a_plain_line_is_read_as_any_other(
    landing: Path, calls: list[bytes], more: bytes, path: str | None
) -> None:
    body = b'{"batch":[' + b",".join(calls) + b"]" + more + b"}"
    events = events_of(body, None)
    shared = events.shared.decode() + (f',"type":"{path}"' if path else "")
    lines = [
        f"{HEAD % (n, 'web' if n % 3 else 'app')}{shared},{one.decode()}"
        for n, one in enumerate(events.bodies, start=1)
    ]
    marked = land(landing, "a", lines)
    unmarked = land(landing, "b", [line.replace('"plain":true,', "") for line in lines])
    found, _ = rows_of(marked)
    expected, left = rows_of(unmarked)
    assert found == expected
    assert len(left) == len(lines)


def test_sound_calls_of_libraries_are_plain(landing: Path) -> None:
    call = (
        '{"messageId":"m%d","type":"track","event":"Product Viewed","userId":null,'
        '"anonymousId":"a1","properties":{"note":"\\u06a9"},"context":{},'
        '"integrations":{},"timestamp":"2026-11-01T11:59:58.000Z"}'
    )
    lines = [f'{HEAD % (n, "web")},"plain":true,"call":{call % n}' for n in range(1, 4)]
    lines.append(f'{HEAD % (4, "web")},"call":{call % 4}')
    found, left = rows_of(land(landing, "a", lines))
    assert [one[0] for one in found] == ["m1", "m2", "m3", "m4"]
    assert left == [4]


def test_files_that_were_put_together_keep_all_their_lines(landing: Path) -> None:
    call = '"call":{"messageId":"%s","type":"page","userId":"u"}'
    lines = [f'{HEAD % (1, "web")},"plain":true,{call % "m1"}'] * 2
    lines.append(f"{HEAD % (1, 'web')},{call % 'm2'}")
    found, _ = rows_of(land(landing, "a", lines))
    assert [one[0] for one in found] == ["m1", "m1", "m2"]
