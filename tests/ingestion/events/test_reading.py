"""Whether lines are plain decides how fast they are read, never what is read."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from ingestion.collector.requests import events_of
from ingestion.events.reading import LEFT, read
from ingestion.events.rules import NO_IDS
from ingestion.events.staging import CALLS, line_rules
from ingestion.events.suppressions import suppression_rules
from tests.ingestion.events.landed_lines import SENDERS
from warehouse.decisions import decide
from warehouse.settings import settings

ODD = (
    None, "", " ", "a b", " a", "{", "[", "{}", "[1]", "[1", "a\n", "b\x7f", "\u00a0",
    "true", "false", "null", "پ", "~x", "Z", "_", "5", 5, 1.5, True, [], {}, ["x"],
    {"a": 1}, "x" * 255, "x" * 256, "é" * 200, 'say "x"', "back\\slash", *NO_IDS,
)  # fmt: skip
OBJECTS = ({}, {"email": "ali@shop.example"}, {"a": None, "b": [1.50]}, "{}", [], 5)
TIMES = (
    "2026-11-01T11:59:58.000Z", "2026-11-01T13:59:57+02:00", "yesterday", "", 0, [],
    1793534398, "infinity", "1999-12-31T00:00:00Z", "2026-11-09T00:00:00Z", None,
)  # fmt: skip
VALUES = {
    **dict.fromkeys(("messageId", "userId", "anonymousId"), (*ODD, "held")),
    **dict.fromkeys(("groupId", "previousId"), (*ODD, "held")),
    **dict.fromkeys(("event", "name", "channel", "mine"), ODD),
    **dict.fromkeys(("properties", "traits", "context", "integrations"), OBJECTS),
    **dict.fromkeys(("timestamp", "originalTimestamp", "sentAt"), TIMES),
    "type": (*ODD, "page", "identify", "alias", "group", "Track"),
    "writeKey": ("sesame",),
}
SOUND = {
    "messageId": "m1", "type": "track", "event": "Product Viewed", "userId": "u1",
    "timestamp": "2026-11-01T11:59:58.000Z", "properties": {}, "integrations": {},
}  # fmt: skip
CALLS_OF_A_BATCH = [
    *(
        json.dumps(said | {name: value})
        for said in (SOUND, {"type": "page", "anonymousId": "a1"})
        for name, values in VALUES.items()
        for value in values
    ),
    "7",
    '{"type":"track","event":"A","userId":"u","userId":"v"}',
]
"""Each member as it may be and as it may not, in a call that is sound but for it."""
HEAD = '"n":%d,"source":"%s","received_at":"2026-11-01T12:00:00.000000Z"'


@pytest.fixture
def landing(shop: Any) -> Path:
    shop.write(SENDERS)
    decide("suppressions", kind="user_id", identifier="held", is_suppressed=True)
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


@pytest.mark.parametrize("more", ["", ',"context":{"ip":"::1"}', ',"context":5'])
@pytest.mark.parametrize("path", ["", ',"type":"track"'])
def test_a_plain_line_is_read_as_any_other(landing: Path, more: str, path: str) -> None:
    body = f'{{"batch":[{",".join(CALLS_OF_A_BATCH)}]{more}}}'
    events = events_of(body.encode(), None)
    lines = [
        f"{HEAD % (n, 'web' if n % 9 else 'app')}{events.shared.decode()}{path},"
        + one.decode()
        for n, one in enumerate(events.bodies, start=1)
    ]
    found, left = rows_of(land(landing, "a", lines))
    unmarked = [line.replace('"plain":true,', "") for line in lines]
    expected, all_left = rows_of(land(landing, "b", unmarked))
    assert found == expected
    assert len(all_left) == len(lines)
    assert 1 < len(left) < len(lines) or more.endswith("5")


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


@pytest.mark.parametrize("member", ["n", "source", "received_at"])
def test_a_plain_line_that_lacks_a_member_is_told(landing: Path, member: str) -> None:
    line = HEAD % (1, "web") + ',"plain":true,"call":{"type":"page","userId":"u"}'
    (kept,) = (part for part in line.split(",") if part.startswith(f'"{member}"'))
    path = land(landing, "a", [line, line.replace(f"{kept},", "")])
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        rules = line_rules()
        read(connection, [path], rules, is_taken="true")
        found = connection.execute(
            f"select source_row, user_id, broken from {CALLS} order by source_row"
        ).fetchall()
    assert found[0] == (1, "u", None)
    assert found[1][:2] == (2, None)
    assert rules[found[1][2]].code == "not_json"
