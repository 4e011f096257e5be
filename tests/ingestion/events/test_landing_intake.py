"""Landed lines become rows, each once; what is wrong with one costs no other."""

import fcntl
import json
from datetime import date

import pytest

from ingestion.backfill import Backfill
from ingestion.inspection import has_news
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.ingestion.small_sources import Loader, Query
from warehouse.decisions import decide
from warehouse.settings import settings

IDS = "select source_name, message_id from raw_events.events order by all"
LEDGER = (
    "select source_name, file, received, accepted, duplicate, quarantined, suppressed "
    "from ops.ledger where is_current order by all"
)
FILE = "2026-11-01/w-1.ndjson"


def test_a_call_becomes_a_row(shop, load: Loader, ask: Query) -> None:
    shop.write(SENDERS)
    said = call(
        1, userId=17, timestamp="2026-11-01T13:59:57+02:00", integrations={},
        writeKey="secret", channel="web",
    )  # fmt: skip
    sent_at = "2026-11-01T11:59:59Z"
    land(FILE, [line(said, sent_at=sent_at, type="track", user_agent="Mozilla")])
    found = load("events")
    assert (found.files, found.received, found.accepted) == (1, 1, 1)
    assert ask(
        "select message_id, type, event, user_id, anonymous_id, properties, context, "
        "timestamp::varchar, original_timestamp::varchar, sent_at::varchar, "
        "received_at::varchar, source_name, "
        "source_file, source_row, message_key > 0 from raw_events.events"
    ) == [
        ("m1", "track", "Product Viewed", "17", "a1", '{"product_id":"P1"}',
         '{"page":{"path":"/"}}', "2026-11-01 11:59:58", "2026-11-01 11:59:57",
         "2026-11-01 11:59:59", "2026-11-01 12:00:00", "web", FILE, 1, True)
    ]  # fmt: skip
    ((extra,),) = ask("select extra from raw_events.events")
    assert json.loads(extra) == {
        "integrations": {},
        "channel": "web",
        "user_agent": "Mozilla",
    }
    assert not load("events").is_new
    assert not has_news()


def test_a_repeat_counts_once_and_the_earliest_receipt_stays(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    late = "2026-11-01T13:00:00.000000Z"
    land("2026-11-01/w-2.ndjson", [line(call(1), received_at=late), line(call(2))])
    load("events")
    land(FILE, [line(call(1)), line(call(1)), line(call(1), source="app")])
    load("events")
    assert ask(IDS) == [("app", "m1"), ("web", "m1"), ("web", "m2")]
    assert ask(
        "select source_file, source_row from raw_events.events "
        "where message_id = 'm1' and source_name = 'web'"
    ) == [(FILE, 1)]
    assert ask(LEDGER) == [
        ("app", FILE, 1, 1, 0, 0, 0),
        ("web", FILE, 2, 1, 1, 0, 0),
        ("web", "2026-11-01/w-2.ndjson", 2, 1, 1, 0, 0),
    ]


def test_a_call_without_an_id_is_known_by_its_content(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    same = line(call(1, messageId=None))
    later = same | {"received_at": "2026-11-01T12:00:05Z"}
    land(FILE, [same, later, line(call(2, messageId=None))])
    found = load("events")
    assert (found.accepted, found.duplicate) == (2, 1)


def test_lines_of_a_sender_that_is_not_named_wait_for_it(
    shop, load: Loader, ask: Query
) -> None:
    web, app = SENDERS.split("[[sources]]\n")[1:]
    shop.write(f"[[sources]]\n{web}")
    land(FILE, [line(call(1)), line(call(2), source="app"), line(call(3, type="x"))])
    load("events")
    assert ask(IDS) == [("web", "m1")]
    assert not has_news()
    shop.write(SENDERS)
    assert has_news()
    load("events")
    assert ask(IDS) == [("app", "m2"), ("web", "m1")]
    shop.write(f"[[sources]]\n{app}")
    load("events")
    assert ask(IDS) == [("app", "m2")]
    assert ask("select status from ops.quarantine") == [("replaced",)]
    shop.write(SENDERS)
    load("events")
    assert ask(IDS) == [("app", "m2"), ("web", "m1")]
    assert ask("select status from ops.quarantine") == [("open",)]
    assert not has_news()


def test_what_is_loaded_stays_when_its_file_is_moved_away(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    gone = land(FILE, [line(call(1))])
    land("2026-11-01/w-2.ndjson", [line(call(2)), line(call(1))])
    load("events")
    gone.unlink()
    assert not load("events").is_new
    load("events", backfill=Backfill())
    assert ask(IDS) == [("web", "m1"), ("web", "m2")]
    assert ask(LEDGER) == [
        ("web", FILE, 1, 1, 0, 0, 0),
        ("web", "2026-11-01/w-2.ndjson", 2, 1, 1, 0, 0),
    ]


def test_a_day_is_read_again_and_nothing_else(shop, load: Loader, ask: Query) -> None:
    # Its day begins at 7 in the evening of UTC's day before, and ends at 7.
    zone = '[shop]\ntimezone = "Asia/Karachi"\n'
    shop.write(zone + SENDERS)
    days = ("2026-10-30", "2026-10-31", "2026-11-01", "2026-11-02")
    for number, day in enumerate(days):
        early = "2026-09-01T00:00:00Z"
        lines = [line(call(number)), line(call(number + 10, timestamp=early))]
        land(f"{day}/w-1.ndjson", [*lines, line(call(99), source="app")])
    assert load("events").accepted == 9
    before = ask(LEDGER)
    strict = zone + SENDERS + "[events]\noldest_on = 2026-10-01\n"
    shop.write(strict)
    wish = Backfill("web", date(2026, 11, 1))
    found = load("events", backfill=wish)
    assert (found.files, found.received, found.accepted) == (2, 4, 2)
    ids = (
        "select message_id from raw_events.events where source_name = 'web' order by 1"
    )
    assert ask(ids) == [("m0",), ("m1",), ("m10",), ("m13",), ("m2",), ("m3",)]
    after = ask(LEDGER)
    assert [row for row in after if row not in before] == [
        ("web", f"{day}/w-1.ndjson", 2, 1, 0, 1, 0) for day in days[1:3]
    ]
    assert not has_news()
    shop.write(zone + SENDERS)
    load("events", backfill=Backfill(None, date(2026, 11, 1)))
    assert ask(LEDGER) == before


def test_a_day_of_a_shop_read_again_leaves_lines_of_other_days_that_repeat_it(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1)), line(call(2))])
    land("2026-11-02/w-1.ndjson", [line(call(2)), line(call(3))])
    load("events")
    before = ask(IDS), ask(LEDGER)
    for day in (1, 2):
        load("events", backfill=Backfill(None, date(2026, 11, day)))
        assert (ask(IDS), ask(LEDGER)) == before


def test_what_a_killed_collector_left_open_is_loaded_and_what_it_writes_is_not(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    torn = land("2026-11-01/w-1.open", [line(call(1)), b'{"n":2,"source":"we'])
    held = land("2026-11-01/w-2.open", [line(call(2))])
    with held.open("rb") as worker:
        fcntl.flock(worker, fcntl.LOCK_EX)
        load("events")
    assert not torn.exists()
    assert ask(IDS) == [("web", "m1")]


def test_events_of_suppressed_people_are_counted_and_not_kept(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    for kind, identifier in (
        ("user_id", "u1"), ("anonymous_id", "x"), ("email", "Ann@Example.com"),
        ("user_id", "u2"),
    ):  # fmt: skip
        decide("suppressions", kind=kind, identifier=identifier, is_suppressed=True)
    decide("suppressions", kind="user_id", identifier="u2", is_suppressed=False)
    said = [
        call(1, userId="u1", timestamp="never"),
        call(2, userId="u2"),
        call(3, anonymousId="x"),
        call(4, type="identify", traits={"email": "ann@example.COM"}),
        call(5, userId="x"),
    ]
    land(FILE, [line(one) for one in said])
    load("events")
    assert ask(IDS) == [("web", "m2"), ("web", "m5")]
    assert ask(LEDGER) == [("web", FILE, 5, 2, 0, 0, 3)]
    assert ask(
        "select code, field, payload, status from ops.quarantine order by source_row"
    ) == [
        ("suppressed", "user_id", None, "dismissed"),
        ("suppressed", "anonymous_id", None, "dismissed"),
        ("suppressed", "email", None, "dismissed"),
    ]
    # Once they are counted their lines leave the landing; the others stay as they came.
    left = (settings().landing_path / FILE).read_text().splitlines()
    assert [json.loads(one) for one in left] == [
        {"n": 2} | line(said[1]),
        {"n": 5} | line(said[4]),
    ]
    assert not has_news()
    load("events", backfill=Backfill())
    assert ask(IDS) == [("web", "m2"), ("web", "m5")]
    assert ask(LEDGER) == [("web", FILE, 2, 2, 0, 0, 0)]


def test_the_context_of_a_batch_is_that_of_its_events(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(SENDERS)
    shared = {"ip": "1.2.3.4", "page": {"path": "/shared", "title": "T"}}
    land(
        FILE,
        [line(call(1), context=shared), line(call(2, context=None), context=shared)],
    )
    load("events")
    contexts = [json.loads(text) for (text,) in ask(
        "select context from raw_events.events order by message_id"
    )]  # fmt: skip
    assert contexts == [
        {"ip": "1.2.3.4", "page": {"path": "/", "title": "T"}},
        shared,
    ]


def test_thousands_of_files_are_loaded_in_batches(
    shop, load: Loader, ask: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(SENDERS)
    for number in range(1200):
        land(f"2026-11-01/w-{number:04}.ndjson", [line(call(number))])
    monkeypatch.setattr("ingestion.events.pending.PORTION_BYTES", 250_000)
    found = load("events")
    assert (found.files, found.accepted, found.rows) == (1200, 1200, 1200)
    assert ask("select count(*), count(distinct load_id) > 1 from ops.ledger") == [
        (1200, True)
    ]
    assert settings().landing_path.exists()
    assert not has_news()
