"""Bodies are read into the events in them; only an unreadable one is refused."""

import json
from typing import Any

import pytest

from ingestion.collector.refusal import RefusedError
from ingestion.collector.requests import MOST_CALLS, events_of
from ingestion.events.calls import MOST_CALL_BYTES

DEEP = b"[" * 20_000 + b"]" * 20_000


def batch(*calls: bytes, more: bytes = b"") -> bytes:
    """Return the body of a batch."""
    return b'{"batch":[' + b",".join(calls) + b"]" + more + b"}"


def members(body: bytes) -> dict[str, Any]:
    """Return the members of a line that hold an event."""
    return json.loads(b"{" + body + b"}")


def refused(body: bytes, call: str | None = None) -> tuple[int, str]:
    """Return how a body is refused."""
    with pytest.raises(RefusedError) as found:
        events_of(body, call)
    return found.value.status.value, found.value.reason


def test_an_event_stays_as_it_was_written() -> None:
    written = '{"b" :1.50, "a":"é\\u00e9", "a":2e400, "n":12345678901234567890}'
    (found,) = events_of(batch(written.encode()), None).bodies
    assert found == b'"call":' + written.encode()


def test_a_line_end_between_values_becomes_a_space() -> None:
    (found,) = events_of(batch(b'{\n"a":\r\n"x\\n"}'), None).bodies
    assert found == b'"call":{ "a":  "x\\n"}'


def test_a_single_call_is_of_the_type_that_its_path_names() -> None:
    found = events_of(b' {"event":"A","sentAt":"2026-01-01"}\n', "track")
    assert found.shared == b',"type":"track","sent_at":"2026-01-01"'
    assert found.bodies == [b'"plain":true,"call":{"event":"A","sentAt":"2026-01-01"}']


def test_what_a_batch_says_once_is_with_each_event() -> None:
    more = b',"sentAt":1767225600000,"context":{"ip"\n:"::1"},"integrations":{}'
    found = events_of(batch(b"{}", b"{}", more=more), None)
    assert found.shared == b',"sent_at":1767225600000,"context":{"ip" :"::1"}'
    assert len(found.bodies) == 2


@pytest.mark.parametrize("sent_at", [b"null", b"true", b"{}", b"[1]"])
def test_a_time_of_sending_that_is_no_value_is_left_out(sent_at: bytes) -> None:
    body = batch(b"{}", more=b',"context":null,"sentAt":' + sent_at)
    assert events_of(body, None).shared == b""


def test_what_is_no_object_in_a_batch_is_kept_as_no_event() -> None:
    """As a value, null would read like a line without an event."""
    calls = [b"5", b'"x"', b"[{ }]", b"true", b"null", b"{}"]
    *bad, good = events_of(batch(*calls), None).bodies
    assert [members(one) for one in bad] == [
        {"fault": "wrong_type", "payload": call.decode()} for call in calls[:-1]
    ]
    assert members(good)["call"] == {}


@pytest.mark.parametrize(
    ("call", "is_plain"),
    [
        (b"{}", True),
        (b'{"userId":null,"anonymousId":"a","integrations":{},"_metadata":{}}', True),
        (b'{"type":5,"properties":[],"writeKey":""}', True),
        (b'{"context":{"mine":1}}', True),
        (b'{"mine":1}', False),
        (b'{"user_id":null}', False),
        (b'{"name":"%b"}' % (b"x" * (MOST_CALL_BYTES - len(b'{"name":""}'))), True),
        (b'{"name":"%b"}' % (b"x" * MOST_CALL_BYTES), False),
    ],
)
def test_a_call_is_plain_whose_members_all_have_their_place(
    call: bytes, is_plain: bool
) -> None:
    (found,) = events_of(batch(call), None).bodies
    assert members(found).get("plain", False) is is_plain


def test_what_is_no_text_costs_no_neighbour() -> None:
    good, bad, after = events_of(
        batch(b'{"a":1}', b'{"b":"\xff\xc3"}', '{"c":"é"}'.encode()), None
    ).bodies
    assert members(good) == {"call": {"a": 1}}
    assert members(bad) == {"fault": "not_utf8", "payload": r'{"b":"\xff\xc3"}'}
    assert members(after) == {"call": {"c": "é"}}


def test_a_context_that_is_no_text_keeps_what_is_text_of_it() -> None:
    found = events_of(batch(b"{}", more=b',"context":{"a":"x\xff"}'), None)
    assert found.shared.decode() == ',"context":{"a":"x\ufffd"}'
    assert found.bodies == [b'"plain":true,"call":{}']


def test_what_is_nested_too_deeply_costs_no_neighbour() -> None:
    good, bad, after = events_of(
        batch(b'{"a":"[["}', b'{"b":' + DEEP + b',"c":"\\ud83d"}', b"7"), None
    ).bodies
    assert members(good) == {"call": {"a": "[["}}
    assert members(bad)["fault"] == "not_json"
    assert members(bad)["payload"].startswith('{"b":[[[[')
    assert members(after) == {"fault": "wrong_type", "payload": "7"}


def test_half_a_character_becomes_the_sign_of_a_missing_one() -> None:
    cut = rb'{"a":"\ud83d","b":"\\ud83d \ud83d\ude00","c":"\ude00x"}'
    (found,) = events_of(batch(cut), None).bodies
    assert members(found)["call"] == {"a": "\ufffd", "b": "\\ud83d 😀", "c": "\ufffdx"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nul", b"{}x", b"{'a':1}", b'{"a":01}', b'{"a":"\n"}', b'{"a":1,}',
     b'{"a":NaN}', b"\xff", '{"a":1}'.encode("utf-16"), b'{"a":' + DEEP + b"}"],
    ids=range(12),
)  # fmt: skip
@pytest.mark.parametrize("call", ["track", None])
def test_a_body_that_is_no_json_is_refused(body: bytes, call: str | None) -> None:
    status, reason = refused(body, call)
    assert status == 400
    assert reason.startswith("the body is ")


def test_a_broken_end_behind_deep_nesting_is_refused() -> None:
    assert refused(batch(b'{"a":' + DEEP + b"}", b"{"))[0] == 400
    assert refused(b'{"batch":[' + b"[" * 100_000)[0] == 400


@pytest.mark.parametrize("body", [b"[]", b"5", b'"x"', b"null"])
@pytest.mark.parametrize("call", ["page", None])
def test_a_body_that_is_no_object_is_refused(body: bytes, call: str | None) -> None:
    status, reason = refused(body, call)
    assert status == 400
    assert "an object" in reason


@pytest.mark.parametrize("body", [b"{}", b'{"batch":null}', b'{"batch":{}}'])
def test_a_batch_without_an_array_is_refused(body: bytes) -> None:
    status, reason = refused(body)
    assert status == 400
    assert "array `batch`" in reason


def test_limits_are_those_of_segment() -> None:
    most = b'{"a":"' + b"x" * (MOST_CALL_BYTES - 8) + b'"}'
    assert len(events_of(most, "track").bodies) == 1
    assert refused(most[:-2] + b'y"}', "track")[0] == 413
    assert len(events_of(batch(most[:-2] + b'y"}'), None).bodies) == 1
    assert len(events_of(batch(*[b"1"] * MOST_CALLS), None).bodies) == MOST_CALLS
    assert refused(batch(*[b"1"] * (MOST_CALLS + 1)))[0] == 413


def test_what_is_said_once_cannot_fill_the_disk() -> None:
    context = b',"context":{"a":"' + b"x" * 100_000 + b'"}'
    assert len(events_of(batch(*[b"1"] * 10, more=context), None).bodies) == 10
    assert refused(batch(*[b"1"] * MOST_CALLS, more=context))[0] == 413


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b'{"batch":[],"writeKey":"k"}', "k"),
        (b'{"batch":[{"writeKey":"k"},{"writeKey":"k","a":1}]}', "k"),
        (b'{"batch":[{"writeKey":"k"},{"writeKey":"l"}]}', None),
        (b'{"batch":[{"writeKey":"k"},{}]}', None),
        (b'{"batch":[{"writeKey":"k"},5]}', None),
        (b'{"batch":[{"writeKey":"k"}],"writeKey":"l"}', "l"),
        (b'{"batch":[],"writeKey":5}', None),
        (b'{"batch":[],"writeKey":"\xff"}', None),
        (b'{"batch":[]}', None),
    ],
)
def test_a_key_is_the_bodys_or_that_of_all_its_events(
    body: bytes, key: str | None
) -> None:
    assert events_of(body, None).write_key == key


@pytest.mark.parametrize("space", [b"", b" ", b"\n\t"])
@pytest.mark.parametrize("key", [b"sesame", rb"a\"b", rb"\u0061\\", b""])
def test_no_event_keeps_a_write_key(key: bytes, space: bytes) -> None:
    shown = b'"writeKey"' + space + b":" + space + b'"%b"'
    written = rb'{"a":"\"writeKey\":\"x\"",' + shown + rb',"b":"writeKey"}'
    for body, call in ((written, "track"), (batch(written, written), None)):
        for found in events_of(body.replace(b"%b", key), call).bodies:
            kept = written.replace(b"\n", b" ").replace(b"%b", b"")
            assert found == b'"call":' + kept


@pytest.mark.parametrize("rest", [DEEP, b'"\xff"'], ids=["deep", "not_utf8"])
def test_no_fault_keeps_a_write_key(rest: bytes) -> None:
    call = b'{"writeKey":"sesame","d":' + rest + b"}"
    (found,) = events_of(batch(call), None).bodies
    assert members(found)["payload"].startswith('{"writeKey":"","d":')
