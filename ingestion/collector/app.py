"""The collector as an ASGI application: takes calls, answers once they are on disk."""

import asyncio
import logging
import os
import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

import msgspec

from ingestion.collector.bodies import Bodies, Receive
from ingestion.collector.headers import (
    PREFLIGHT,
    Headers,
    basic_user,
    browser,
    cors,
    is_from_here,
    key_in_query,
)
from ingestion.collector.refusal import Pairs, RefusedError
from ingestion.collector.requests import events_of
from ingestion.collector.senders import Senders, spend
from ingestion.collector.writer import Writer
from ingestion.events.calls import CALLS

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

BATCHES = ("batch", "import", "b")
PATHS: dict[str, str | None] = {
    **{f"/v1/{call}": call for call in CALLS},
    **{f"/v1/{call[0]}": call for call in CALLS},
    **{f"/v1/{name}": None for name in BATCHES},
    "/beacon/v1/batch": None,  # RudderStack's, by sendBeacon
}
"""Path to the call that it names; None for a batch."""
HEALTH = "/health"

PARENT_S = 0.5
"""How often a worker looks whether who started it is still there."""

SUCCESS = b'{"success":true}'

logger = logging.getLogger(__name__)


class Collector:
    """The application of one worker."""

    def __init__(self, senders: Senders, writer: Writer) -> None:
        """Take who may send, and what keeps their events."""
        self._senders = senders
        self._writer = writer
        self._bodies = Bodies()
        self._counts: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or the life of the worker."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        headers: Headers = dict(scope["headers"])
        try:
            status, answer, more = await self._answered(scope, headers, receive)
        except RefusedError as refusal:
            self._counts[f"answered {refusal.status.value}"] += 1
            status, more = refusal.status, refusal.headers
            answer = msgspec.json.encode({"success": False, "error": refusal.reason})
        await send(
            {
                "type": "http.response.start",
                "status": status.value,
                "headers": [
                    (b"content-type", b"application/json"),
                    (b"content-length", b"%d" % len(answer)),
                    *cors(headers),
                    *more,
                ],
            }
        )
        await send({"type": "http.response.body", "body": answer})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._writer.start()
        orphaned = asyncio.create_task(_end_with(os.getppid()))
        logger.info("takes events of %s", ", ".join(self._senders.sources))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        orphaned.cancel()
        await self._writer.stop()
        counts = ", ".join(f"{n:,} {what}" for what, n in self._counts.items())
        logger.info("stopped: %s", counts or "nothing came")
        await send({"type": "lifespan.shutdown.complete"})

    async def _answered(
        self, scope: Scope, headers: Headers, receive: Receive
    ) -> tuple[HTTPStatus, bytes, Pairs]:
        path, method = scope["path"].rstrip("/"), scope["method"]
        if path == HEALTH:
            _only(method, "GET", "HEAD")
            return HTTPStatus.OK, self._health(), ()
        if path not in PATHS:
            reason = f"nothing is here; there are: {', '.join(PATHS)}"
            raise RefusedError(HTTPStatus.NOT_FOUND, reason)
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
        body = await self._bodies.receive(headers, receive)
        received_at = datetime.now(UTC)
        found = events_of(body, call)
        shown = basic_user(headers) or key_in_query(scope["query_string"])
        sender = self._senders.of(
            shown or found.write_key,
            is_from_here=is_from_here(scope.get("client"), headers),
        )
        spend(sender, len(found.bodies))
        if found.bodies:
            head = b'"source":"%b","received_at":"%bZ"%b%b' % (
                sender.source.encode(),
                received_at.isoformat(timespec="microseconds")[:26].encode(),
                found.shared,
                browser(headers),
            )
            await self._writer.land(head, found.bodies)
        self._counts["events on disk"] += len(found.bodies)


async def _end_with(parent: int) -> None:
    """End the worker, in order, when who started it was killed; it holds the port."""
    while os.getppid() == parent:
        await asyncio.sleep(PARENT_S)
    signal.raise_signal(signal.SIGTERM)


def _only(method: str, *allowed: str) -> None:
    if method not in allowed:
        reason = f"{method} is not taken here; use {allowed[0]}"
        allow = ((b"allow", ", ".join(allowed).encode()),)
        raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, reason, allow)
