"""Reads a request's body: JSON of one call or of a batch into the events in it.

An event is kept as its sender wrote it, byte for byte, but for a write key in it: that
of a server is a secret, and what lands is read by many. A body is refused as a whole
only where it is no JSON of the right shape; what is wrong with one event of a batch
never costs another, and is found when events are loaded. Limits are Segment's:
https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
"""

import re
from dataclasses import dataclass

import msgspec

from ingestion.collector.mending import whole_characters, without_deep
from ingestion.collector.refusal import malformed, too_large
from ingestion.events.calls import MOST_CALL_BYTES, NAMED, WRITE_KEY

MOST_CALLS = 2500
MOST_SHARED_BYTES = 8 * 1024**2
"""What a batch says once is written with each of its events: so much in all."""

_BOM = b"\xef\xbb\xbf"
_LINE_ENDS = bytes.maketrans(b"\r\n", b"  ")
_SCALAR = b'"-0123456789'
_KEY = re.compile(WRITE_KEY.encode(), re.DOTALL)


class _Call(msgspec.Struct):
    write_key: msgspec.Raw = msgspec.field(name="writeKey", default=msgspec.Raw())
    sent_at: msgspec.Raw = msgspec.field(name="sentAt", default=msgspec.Raw())


class _Batch(_Call, kw_only=True):
    batch: list[msgspec.Raw]
    context: msgspec.Raw = msgspec.Raw()


_named = msgspec.json.Decoder(
    msgspec.defstruct(
        "Named",
        [(name, msgspec.Raw, msgspec.Raw()) for name in NAMED],
        forbid_unknown_fields=True,
    )
)
_call = msgspec.json.Decoder(_Call)
_batch = msgspec.json.Decoder(_Batch)
_string = msgspec.json.Decoder(str)
_encode = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Events:
    """What a body holds."""

    write_key: str | None
    shared: bytes
    """Members of each event's line that the body has once, each after a comma."""
    bodies: list[bytes]
    """For each event the members of its line that hold it."""


def events_of(body: bytes, call: str | None) -> Events:
    """Return the events of a body.

    Args:
        body: As it came, without its compression.
        call: What the path says that it is, such as ``track``; None for a batch.

    Raises:
        RefusedError: If it is not as a body of its path must be, or too large.
    """
    body = body.removeprefix(_BOM).strip(b" \t\r\n")
    try:
        return _events_of(body, call, {})
    except msgspec.ValidationError as error:
        shape = "an object with an array `batch`" if call is None else "an object"
        raise malformed(f"the body is not {shape}: {error}") from error
    except msgspec.DecodeError as error:
        mended = whole_characters(body)
        if mended == body:
            raise malformed(f"the body is no JSON: {error}") from error
        return events_of(mended, call)
    except RecursionError as error:
        flat, deep = without_deep(whole_characters(body))
        if call is not None or not deep:
            raise malformed("the body is nested too deeply; send it flatter") from error
    try:
        return _events_of(flat, call, deep)
    except (msgspec.DecodeError, RecursionError) as error:
        raise malformed(f"the body is no JSON: {error}") from error


def _events_of(body: bytes, call: str | None, deep: dict[bytes, bytes]) -> Events:
    if call is None:
        said = _batch.decode(body)
        calls, context = [bytes(one) for one in said.batch], bytes(said.context)
        if len(calls) > MOST_CALLS:
            raise too_large(
                f"a batch may hold {MOST_CALLS:,} events; send smaller ones"
            )
    else:
        said = _call.decode(body)
        calls, context = [body], b""
        if len(body) > MOST_CALL_BYTES:
            raise too_large(f"an event may hold {MOST_CALL_BYTES:,} bytes; send less")
    is_text = _is_text(body)
    shared = _shared(call, bytes(said.sent_at), context)
    if not is_text:
        shared = shared.decode(errors="replace").encode()
    if len(shared) * len(calls) > MOST_SHARED_BYTES:
        reason = "the batch's context is too large for so many events; send less of it"
        raise too_large(reason)
    key = _key(said.write_key)
    if key is None and call is None:
        key = _common_key(calls)
    if b"writeKey" in body:
        calls = [_without_key(one) for one in calls]
    return Events(key, shared, [_body(one, deep, is_text=is_text) for one in calls])


def _body(call: bytes, deep: dict[bytes, bytes], *, is_text: bool) -> bytes:
    if not is_text and not _is_text(call):
        return _fault("not_utf8", call)
    if deep and call in deep:
        return _fault("not_json", _without_key(deep[call]))
    if not call.startswith(b"{"):
        return _fault("wrong_type", call)
    plain = b'"plain":true,' if _is_plain(call) else b""
    return b'%b"call":%b' % (plain, _one_line(call))


def _is_plain(call: bytes) -> bool:
    """Return whether a call is of the usual size and has no member but the named.

    Said here, where each is at hand, it spares the load a second look at all of them.
    """
    try:
        _named.decode(call)
    except msgspec.DecodeError:
        return False
    return len(call) <= MOST_CALL_BYTES


def _fault(code: str, payload: bytes) -> bytes:
    text = _encode(payload.decode(errors="backslashreplace"))
    return b'"fault":"%b","payload":%b' % (code.encode(), text)


def _one_line(json: bytes) -> bytes:
    """Return JSON without line ends; they stand between values alone, never in them."""
    is_one = b"\n" not in json and b"\r" not in json
    return json if is_one else json.translate(_LINE_ENDS)


def _shared(call: str | None, sent_at: bytes, context: bytes) -> bytes:
    found = b"" if call is None else b',"type":"%b"' % call.encode()
    if sent_at and sent_at[:1] in _SCALAR:
        found += b',"sent_at":' + sent_at
    if context and context != b"null":
        found += b',"context":' + _one_line(context)
    return found


def _key(raw: msgspec.Raw) -> str | None:
    try:
        return _string.decode(raw) or None
    except (msgspec.DecodeError, UnicodeDecodeError):  # none, or no text
        return None


def _without_key(call: bytes) -> bytes:
    return _KEY.sub(rb'\1""', call)


def _common_key(calls: list[bytes]) -> str | None:
    """Return the key that all events of a batch show, where they show the same."""
    found: set[str | None] = set()
    for call in calls:
        try:
            found.add(_key(_call.decode(call).write_key))
        except msgspec.ValidationError:  # no object
            found.add(None)
        if len(found) > 1:
            return None
    return found.pop() if found else None


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
