"""Receives the bodies of requests: so much, so long, and no more at once."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

from ingestion.collector.headers import Headers
from ingestion.collector.refusal import malformed, too_large, unavailable

Receive = Callable[[], Awaitable[dict[str, Any]]]

MOST_BODY_BYTES = 500 * 1024
"""As Segment limits a batch."""
BODY_S = 15.0
"""How long a body may take to come; senders' libraries wait no longer for an answer."""
MOST_HELD_BYTES = 64 * 1024**2
"""Bodies that are on their way, together: slow senders do not fill the memory."""
MOST_DISCARDED_BYTES = 8 * 1024**2
"""A body that is too large is read on and forgotten so far, so that its sender hears
the answer; beyond, the connection ends."""

_GZIP = 16 + zlib.MAX_WBITS


class Bodies:
    """The bodies that are on their way to one worker."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held_bytes = 0

    async def receive(self, headers: Headers, receive: Receive) -> bytes:
        """Return the body of a request, without its compression.

        Raises:
            RefusedError: If it is too large, too slow, or not as its headers say.
        """
        encoding = headers.get(b"content-encoding", b"identity").lower()
        if encoding not in (b"gzip", b"identity"):
            raise malformed("this Content-Encoding is unknown: send gzip, or none")
        try:
            async with asyncio.timeout(BODY_S):
                body = await self._read(receive)
        except TimeoutError as error:
            reason = f"the body did not come within {BODY_S:.0f} s; send it again"
            raise unavailable(reason) from error
        return inflated(body) if encoding == b"gzip" else body

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = held = 0
        try:
            is_more = True
            while is_more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise malformed("the body is not as its headers say")
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
                self._held_bytes += len(chunk)
                if self._held_bytes > MOST_HELD_BYTES:
                    reason = "too many senders at once; send it again, later"
                    raise unavailable(reason)
        finally:
            self._held_bytes -= held
        if size > MOST_BODY_BYTES:
            reason = f"a body may hold {MOST_BODY_BYTES:,} bytes; send smaller ones"
            raise too_large(reason)
        return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def inflated(data: bytes) -> bytes:
    """Return what a gzip body holds.

    Raises:
        RefusedError: If it is broken, or holds more than a body may.
    """
    stream = zlib.decompressobj(_GZIP)
    try:
        found = stream.decompress(data, MOST_BODY_BYTES + 1)
    except zlib.error as error:
        raise malformed("the body is no gzip, as Content-Encoding says") from error
    if len(found) > MOST_BODY_BYTES:
        raise too_large(f"a body may hold {MOST_BODY_BYTES:,} bytes; send smaller ones")
    if not stream.eof or stream.unused_data:
        raise malformed("the gzip body is cut off, or something follows its end")
    return found
