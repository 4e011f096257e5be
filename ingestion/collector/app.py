"""The collector as an ASGI application: takes calls, answers once they are on disk."""

import asyncio
import base64
import binascii
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qs

import msgspec

from ingestion.collector.refusal import Refusal, malformed, too_large, unavailable
from ingestion.collector.requests import MOST_BODY_BYTES, events_of, inflated
from ingestion.collector.senders import Senders, is_loopback, spend
from ingestion.collector.writer import Writer

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = dict[bytes, bytes]

CALLS = ("track", "identify", "page", "screen", "group", "alias")
BATCHES = ("batch", "import", "b")
PATHS: dict[str, str | None] = {
    **{f"/v1/{call}": call for call in CALLS},
    **{f"/v1/{call[0]}": call for call in CALLS},
    **{f"/v1/{name}": None for name in BATCHES},
    "/beacon/v1/batch": None,  # RudderStack's, by sendBeacon
}
"""Path to the call that it names; None for a batch."""
HEALTH = "/health"

BODY_S = 30.0
"""How long a body may take to come."""
MOST_READING_BYTES = 64 * 1024**2
"""Bodies that are on their way, together: slow senders do not fill the memory."""
MOST_DISCARDED_BYTES = 8 * 1024**2
"""A body that is too large is read on and forgotten so far, so that its sender hears
the answer; beyond, the connection ends."""
MOST_USER_AGENT = 512

PREFLIGHT = (
    (b"access-control-allow-methods", b"POST"),
    (
        b"access-control-allow-headers",
        b"anonymousid, authorization, content-encoding, content-type, x-retry-count",
    ),
    (b"access-control-max-age", b"86400"),
)
SUCCESS = b'{"success":true}'

logger = logging.getLogger(__name__)


class HungUpError(Exception):
    """The sender is gone before its request was whole."""


class Collector:
    """The application of one worker."""

    def __init__(self, senders: Senders, writer: Writer) -> None:
        """Take who may send, and what keeps their events."""
        self._senders = senders
        self._writer = writer
        self._reading_bytes = 0
        self._counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or the life of the worker."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        headers: Headers = dict(scope["headers"])
        try:
            status, answer, more = await self._answered(scope, headers, receive)
        except HungUpError:
            self._counts["hung up"] += 1
            return
        except Refusal as refusal:
            self._counts[f"answered {refusal.status.value}"] += 1
            status = refusal.status
            answer = msgspec.json.encode({"success": False, "error": refusal.reason})
            wait_s = refusal.retry_after_s
            more = ((b"retry-after", b"%d" % wait_s),) if wait_s else ()
        await send(
            {
                "type": "http.response.start",
                "status": status.value,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(answer)),
                    *_cors(headers),
                    *more,
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._writer.start()
        names = ", ".join(self._senders.sources)
        logger.info("takes events of %s", names)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._writer.stop()
        counts = ", ".join(f"{n:,} {what}" for what, n in self._counts.items())
        logger.info("stopped: %s", counts or "nothing came")
        await send({"type": "lifespan.shutdown.complete"})

    async def _answered(
        self, scope: Scope, headers: Headers, receive: Receive
    ) -> tuple[HTTPStatus, bytes, Iterable[tuple[bytes, bytes]]]:
        path, method = scope["path"].rstrip("/"), scope["method"]
        if path == HEALTH:
            _only(method, "GET", "HEAD")
            return HTTPStatus.OK, self._health(), ()
        if path not in PATHS:
            paths = ", ".join(PATHS)
            raise Refusal(HTTPStatus.NOT_FOUND, f"nothing is here; there are: {paths}")
        if method == "OPTIONS":
            return HTTPStatus.NO_CONTENT, b"", PREFLIGHT
        _only(method, "POST", "OPTIONS")
        await self._take(scope, PATHS[path], headers, receive)
        return HTTPStatus.OK, SUCCESS, ()

    def _health(self) -> bytes:
        self._writer.check()
        return msgspec.json.encode(
            {
                "status": "ok",
                "version": version("karvan"),
                "free_bytes": self._writer.free_bytes,
            }
        )

    async def _take(
        self, scope: Scope, call: str | None, headers: Headers, receive: Receive
    ) -> None:
        body = await self._body(headers, receive)
        received_at = datetime.now(UTC)
        found = events_of(body, call)
        key = _basic(headers) or _in_query(scope["query_string"]) or found.write_key
        sender = self._senders.of(key, is_from_here=_is_from_here(scope, headers))
        spend(sender, len(found.bodies))
        if found.bodies:
            head = b'"source":"%b","received_at":"%bZ"%b%b' % (
                sender.source.encode(),
                received_at.isoformat(timespec="microseconds")[:26].encode(),
                found.shared,
                _user_agent(headers),
            )
            await self._writer.land(head, found.bodies)
        self._counts["events on disk"] += len(found.bodies)

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        """Return the body of a request, without its compression."""
        encoding = headers.get(b"content-encoding", b"identity").lower()
        if encoding not in (b"gzip", b"identity"):
            raise malformed("this Content-Encoding is unknown: send gzip, or none")
        try:
            async with asyncio.timeout(BODY_S):
                body = await self._read(receive)
        except TimeoutError as error:
            reason = f"the body did not come within {BODY_S:.0f} s; send it again"
            raise Refusal(HTTPStatus.REQUEST_TIMEOUT, reason) from error
        return inflated(body) if encoding == b"gzip" else body

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = held = 0
        try:
            is_more = True
            while is_more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise HungUpError
                chunk = message.get("body", b"")
                is_more = message.get("more_body", False)
                size += len(chunk)
                if size > MOST_BODY_BYTES:
                    chunks.clear()
                    if size > MOST_DISCARDED_BYTES:
                        break
                    continue
                chunks.append(chunk)
                held += len(chunk)
                self._reading_bytes += len(chunk)
                if self._reading_bytes > MOST_READING_BYTES:
                    reason = "too many senders at once; send it again, later"
                    raise unavailable(reason)
        finally:
            self._reading_bytes -= held
        if size > MOST_BODY_BYTES:
            reason = f"a body may hold {MOST_BODY_BYTES:,} bytes; send smaller ones"
            raise too_large(reason)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _only(method: str, *allowed: str) -> None:
    if method not in allowed:
        reason = f"{method} is not taken here; use {allowed[0]}"
        raise Refusal(HTTPStatus.METHOD_NOT_ALLOWED, reason)


def _basic(headers: Headers) -> str | None:
    """Return the user name of Basic auth, which is where senders put their key."""
    scheme, _, value = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"basic":
        return None
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return text.partition(":")[0] or None


def _in_query(query: bytes) -> str | None:
    if b"writeKey=" not in query:
        return None
    return parse_qs(query.decode("latin-1")).get("writeKey", [None])[0]


def _is_from_here(scope: Scope, headers: Headers) -> bool:
    """Return whether a request comes from this machine, and by no other's proxy."""
    is_handed_on = b"x-forwarded-for" in headers or b"forwarded" in headers
    client = scope.get("client")
    return client is not None and is_loopback(client[0]) and not is_handed_on


def _user_agent(headers: Headers) -> bytes:
    """Return the member of a line that holds the browser; servers' libraries have none.

    Every browser names itself so, and no library: RFC 9110, section 10.1.5.
    """
    found = headers.get(b"user-agent", b"")
    if not found.startswith(b"Mozilla/"):
        return b""
    text = found[:MOST_USER_AGENT].decode("latin-1")
    return b',"user_agent":' + msgspec.json.encode(text)


def _cors(headers: Headers) -> Iterable[tuple[bytes, bytes]]:
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
