"""What the headers of a request say: who sends, from where, with which browser."""

import base64
import binascii
from urllib.parse import parse_qs

import msgspec

from ingestion.collector.refusal import Pairs
from ingestion.collector.senders import is_loopback

Headers = dict[bytes, bytes]

MOST_USER_AGENT = 512

PREFLIGHT: Pairs = (
    (b"access-control-allow-methods", b"POST"),
    (
        b"access-control-allow-headers",
        b"anonymousid, authorization, content-encoding, content-type, x-retry-count",
    ),
    (b"access-control-max-age", b"86400"),
)
"""What a browser asks before it sends with a key in its headers."""


def basic_user(headers: Headers) -> str | None:
    """Return the user name of Basic auth, which is where senders put their key."""
    scheme, _, value = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return text.partition(":")[0] or None


def key_in_query(query: bytes) -> str | None:
    """Return the key in a URL: `sendBeacon` sends no headers of the page's own."""
    if b"writeKey=" not in query:
        return None
    return parse_qs(query.decode("latin-1")).get("writeKey", [None])[0]


def is_from_here(client: tuple[str, int] | None, headers: Headers) -> bool:
    """Return whether a request comes from this machine, and by no other's proxy."""
    is_handed_on = b"x-forwarded-for" in headers or b"forwarded" in headers
    return client is not None and is_loopback(client[0]) and not is_handed_on


def browser(headers: Headers) -> bytes:
    """Return the member of a line that holds the browser; servers' libraries have none.

    Every browser names itself so, and no library: RFC 9110, section 10.1.5.
    """
    found = headers.get(b"user-agent", b"")
    if not found.startswith(b"Mozilla/"):
        return b""
    text = found[:MOST_USER_AGENT].decode("latin-1")
    return b',"user_agent":' + msgspec.json.encode(text)


def cors(headers: Headers) -> Pairs:
    """Allow any page to send: a write key is public, and no cookie is looked at."""
    origin = headers.get(b"origin")
    if origin is None:
        return ()
    return (
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),  # sendBeacon asks for it
        (b"access-control-expose-headers", b"retry-after"),
        (b"vary", b"origin"),
    )
