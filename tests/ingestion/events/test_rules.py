"""What is wrong with a landed line is told by a code, and costs no other line."""

import json

import pytest

from ingestion.inspection import has_news
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.ingestion.small_sources import Loader, Query

IDS = "select source_name, message_id from raw_events.events order by all"
FILE = "2026-11-01/w-1.ndjson"


@pytest.mark.parametrize(
    ("members", "code", "field"),
    [
        ({"type": None}, "missing_required", "type"),
        ({"type": "click"}, "unknown_type", "type"),
        ({"event": None}, "missing_required", "event"),
        ({"event": " "}, "missing_required", "event"),
        ({"event": 5}, "wrong_type", "event"),
        ({"anonymousId": None}, "missing_required", "user_id"),
        ({"type": "group"}, "missing_required", "group_id"),
        ({"type": "alias", "userId": "u"}, "missing_required", "previous_id"),
        ({"properties": [1]}, "wrong_type", "properties"),
        ({"traits": "x"}, "wrong_type", "traits"),
        ({"context": 1}, "wrong_type", "context"),
        ({"timestamp": "yesterday"}, "bad_timestamp", "timestamp"),
        ({"timestamp": 1761998398000}, "bad_timestamp", "timestamp"),
        ({"timestamp": "infinity"}, "bad_timestamp", "timestamp"),
        ({"originalTimestamp": {}}, "bad_timestamp", "timestamp"),
        ({"sentAt": "soon"}, "bad_timestamp", "sent_at"),
        ({"timestamp": "2026-11-02T12:00:01Z"}, "time_future", "timestamp"),
        ({"timestamp": "1999-12-31T23:59:59Z"}, "time_ancient", "timestamp"),
        ({"userId": {"id": 1}}, "bad_identifier", "user_id"),
        ({"userId": [1]}, "bad_identifier", "user_id"),
        ({"userId": True}, "bad_identifier", "user_id"),
        ({"userId": ""}, "bad_identifier", "user_id"),
        ({"userId": "[object Object]"}, "bad_identifier", "user_id"),
        ({"userId": "undefined"}, "bad_identifier", "user_id"),
        ({"userId": "NaN"}, "bad_identifier", "user_id"),
        ({"anonymousId": "a\u0000b"}, "bad_identifier", "anonymous_id"),
        ({"anonymousId": "a" * 256}, "bad_identifier", "anonymous_id"),
        ({"messageId": ""}, "bad_identifier", "message_id"),
        ({"messageId": {}}, "bad_identifier", "message_id"),
        ({"properties": {"long": "x" * 32_768}}, "too_large", "call"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, dict) else value,
)
def test_what_is_wrong_with_a_call(
    shop, load: Loader, ask: Query, members: dict, code: str, field: str
) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1)), line(call(2, **members)), line(call(3))])
    load("events")
    assert ask(IDS) == [("web", "m1"), ("web", "m3")]
    assert ask("select code, field, source_row, status from ops.quarantine") == [
        (code, field, 2, "open")
    ]
    ((payload,),) = ask("select payload from ops.quarantine")
    assert json.loads(payload)["call"] == call(2, **members)


@pytest.mark.parametrize("context", ["shop", 5, [1]], ids=str)
def test_what_a_batch_says_once_must_be_an_object(
    shop, load: Loader, ask: Query, context: object
) -> None:
    shop.write(SENDERS)
    alone = line(call(1, context=None), context=context)
    land(FILE, [alone, line(call(2), context=context), line(call(3))])
    load("events")
    assert ask(IDS) == [("web", "m3")]
    assert ask("select code, field, source_row from ops.quarantine order by all") == [
        ("wrong_type", "context", 1),
        ("wrong_type", "context", 2),
    ]


@pytest.mark.parametrize(
    "members",
    [
        {"userId": 5},
        {"userId": "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}"},
        {"userId": "null and void"},
        {"anonymousId": "a" * 255},
        {"anonymousId": "a||b"},
        {"timestamp": "2026-11-02T12:00:00Z"},
        {"timestamp": "2000-01-01T00:00:00Z"},
        {"timestamp": "2026-11-01T12:00:00.123456789Z"},
        {"timestamp": None},
        {"messageId": None},
        {"properties": None},
        {"type": "identify", "event": None, "traits": {"a": None}},
    ],
    ids=str,
)
def test_what_is_unusual_and_right(shop, load: Loader, ask: Query, members) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1, **members))])
    load("events")
    assert ask("select * exclude (payload) from ops.quarantine") == []
    assert ask("select count(*) from raw_events.events") == [(1,)]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (b"no json at all\n", "not_json"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z","call":{"a"\n',
         "not_json"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z"}\n', "not_json"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z",'
         b'"call":{"messageId":"\xff"}}\n', "not_utf8"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z",'
         b'"call":{"messageId":"\\ud800"}}\n', "not_utf8"),
        (b"\x00" * 5000 + b"\n", "not_json"),
        (b"[1]\n", "not_json"),
        (b"[" * 100_000 + b"\n", "not_json"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z",'
         b'"fault":"not_utf8","payload":"x\\\\xff"}\n', "not_utf8"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z",'
         b'"fault":"too_large","payload":"x"}\n', "too_large"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z",'
         b'"fault":"wrong_type","payload":"null"}\n', "wrong_type"),
        (b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z","call":5}\n',
         "wrong_type"),
    ],
    ids=range(12),
)  # fmt: skip
def test_a_broken_line_costs_no_other(
    shop, load: Loader, ask: Query, broken: bytes, code: str
) -> None:
    shop.write(SENDERS)
    land(FILE, [line(call(1)), broken, line(call(3))])
    load("events")
    assert ask(IDS) == [("web", "m1"), ("web", "m3")]
    assert ask("select code, source_row, payload is not null from ops.quarantine") == [
        (code, 2, True)
    ]
    assert not has_news()


@pytest.mark.parametrize("member", ["properties", "context", "depths"])
@pytest.mark.parametrize("levels", [60, 400, 5000])
def test_however_deep_an_event_is_it_is_loaded_or_refused_alone(
    shop, load: Loader, ask: Query, levels: int, member: str
) -> None:
    shop.write(SENDERS)
    deep = b'{"a":' * levels + b"1" + b"}" * levels
    said = b'{"messageId":"m2","type":"page","anonymousId":"a2","%b":%b}'
    landed = b'{"n":2,"source":"web","received_at":"2026-11-01T12:00:00Z","call":%b}\n'
    land(
        FILE, [line(call(1)), landed % (said % (member.encode(), deep)), line(call(3))]
    )
    load("events")
    kept = ask("select message_id from raw_events.events where message_id != 'm2'")
    assert sorted(kept) == [("m1",), ("m3",)]
    assert ask(
        "select received, accepted + quarantined from ops.ledger where is_current"
    ) == [(3, 3)]
