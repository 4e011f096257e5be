"""What was refused and is right by the rules of today moves, once."""

import json
from typing import Any

import pytest

from ingestion.backfill import Backfill
from ingestion.events.replaying import replay
from ingestion.ledger_checks import ledger_checks
from ingestion.loading import Load, prepare
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.ingestion.small_sources import Loader, Query
from warehouse.decisions import decide

STRICT = SENDERS + '[events]\noldest_on = "2026-10-01"\n'
IDS = "select message_id, source_row from raw_events.events order by all"
LEDGER = (
    "select received, accepted, duplicate, quarantined, suppressed "
    "from ops.ledger where is_current order by loaded_at, source_name desc"
)
FILE = "2026-11-01/w-1.ndjson"
EARLY = "2026-09-01T00:00:00Z"


@pytest.fixture
def replayed(shop, ask: Query):
    """Replay everything that is open, and check that the ledger agrees."""

    def found() -> Load:
        prepare()
        ids = [one for (one,) in ask("select quarantine_id from ops.quarantine")]
        done = replay(ids)
        checks = {check.name: check.is_passed for check in ledger_checks("events")}
        assert checks["ledger_balances"]
        assert checks["rows_are_those_accepted"]
        return done

    return found


def refused_and_then_right(shop, load: Loader) -> None:
    shop.write(STRICT)
    land(
        FILE,
        [
            line(call(1)),
            line(call(2, timestamp=EARLY)),
            line(call(1, timestamp=EARLY)),
            line(call(4, type="click")),
            b"broken\n",
        ],
    )
    load("events")
    shop.write(SENDERS)


def test_what_passes_now_moves_and_what_fails_stays(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    refused_and_then_right(shop, load)
    assert ask(IDS) == [("m1", 1)]
    done = replayed()
    assert (done.received, done.accepted, done.duplicate, done.quarantined) == (
        3, 1, 1, 1,
    )  # fmt: skip
    assert ask(IDS) == [("m1", 1), ("m2", 2)]
    assert ask(LEDGER) == [(2, 1, 0, 1, 0), (1, 0, 0, 1, 0), (2, 1, 1, 0, 0)]
    assert ask("select source_row, code, status from ops.quarantine order by all") == [
        (2, "time_ancient", "replayed"),
        (3, "time_ancient", "replayed"),
        (4, "unknown_type", "open"),
        (5, "not_json", "open"),
    ]


def test_a_second_replay_and_a_load_change_nothing(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    refused_and_then_right(shop, load)
    replayed()
    before = ask(IDS), ask(LEDGER)
    again = replayed()
    assert (again.received, again.quarantined, again.is_new) == (1, 1, False)
    assert not load("events").is_new
    assert (ask(IDS), ask(LEDGER)) == before


def test_a_full_refresh_after_a_replay_gives_the_same_rows(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    refused_and_then_right(shop, load)
    replayed()
    load("events", backfill=Backfill())
    assert ask(IDS) == [("m1", 1), ("m2", 2)]
    shop.write(STRICT)
    load("events", backfill=Backfill())
    assert ask(IDS) == [("m1", 1)]
    assert ask("select source_row, status from ops.quarantine order by all") == [
        (2, "open"), (3, "open"), (4, "open"), (5, "open"),
    ]  # fmt: skip


def test_a_person_suppressed_since_leaves_the_quarantine(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1, userId="u1", type="click"))])
    load("events")
    decide("suppressions", kind="user_id", identifier="u1", is_suppressed=True)
    done = replayed()
    assert (done.received, done.suppressed, done.accepted) == (1, 1, 0)
    assert ask("select code, status, payload from ops.quarantine") == [
        ("suppressed", "dismissed", None)
    ]
    assert ask(LEDGER) == [(0, 0, 0, 0, 0), (1, 0, 0, 0, 1)]
    assert not load("events").is_new


def test_what_cannot_be_read_keeps_its_code_and_says_what_to_do(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    shop.write(SENDERS)
    begun = (
        b'{"n":1,"source":"web","received_at":"2026-11-01T12:00:00Z","call":{"event":'
    )
    land(
        FILE, [begun + b'"caf\xe9"}}\n', begun + rb'"\ud83d"}}' + b"\n", begun + b"\n"]
    )
    load("events")
    told = "select source_row, code, rule, payload from ops.quarantine order by all"
    before = ask(told)
    assert [code for _, code, _, _ in before] == ["not_utf8", "not_utf8", "not_json"]
    done = replayed()
    assert (done.received, done.quarantined) == (3, 3)
    assert ask(told) == before
    rules = [rule for _, _, rule, _ in before]
    assert "must set its encoding right" in rules[0]
    assert "cut off or garbled" in rules[2]
    assert "must send it again" in rules[2]


def test_nothing_is_done_without_rows(shop, load: Loader) -> None:
    shop.write(SENDERS)
    prepare()
    assert replay(["none"]) == Load("events")


def test_refused_lines_of_one_number_are_each_taken_up(
    shop, load: Loader, ask: Query, replayed: Any
) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1, properties={"size": 1}), plain=True)])
    load("events")
    held = [
        json.dumps({"n": 1} | line(call(number, properties={"size": "L"}), plain=True))
        for number in (2, 3)
    ]
    land("2026-11-01/together.ndjson", [f"{one}\n".encode() for one in held])
    load("events")
    kept = "select payload ->> '$.call.messageId' from ops.quarantine order by all"
    assert ask(kept) == [("m2",), ("m3",)]
    policy = 'kind = "events"\nretyped_property = "accept"'
    shop.write(SENDERS.replace('kind = "events"', policy))
    assert replayed().accepted == 2
    assert ask(IDS) == [("m1", 1), ("m2", 1), ("m3", 2)]
