"""Bodies are received whole, in time and within limits, or not at all."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ingestion.collector import bodies
from ingestion.collector.bodies import (
    MOST_BODY_BYTES,
    MOST_DISCARDED_BYTES,
    Bodies,
    inflated,
)
from ingestion.collector.refusal import RefusedError

Receive = Callable[[], Awaitable[dict[str, Any]]]
GZIP = {b"content-encoding": b"GZip"}


def of_chunks(*chunks: bytes, is_whole: bool = True) -> Receive:
    """Return what a server hands on: chunks, and then that the sender is gone."""
    events: list[dict[str, Any]] = [
        {"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks
    ]
    if is_whole:
        events[-1]["more_body"] = False
    events.append({"type": "http.disconnect"})

    async def receive() -> dict[str, Any]:
        return events.pop(0)

    return receive


def received(receive: Receive, headers: dict[bytes, bytes] | None = None) -> bytes:
    """Return the body that is received."""
    return asyncio.run(Bodies().receive(headers or {}, receive))


def refused(receive: Receive, headers: dict[bytes, bytes] | None = None) -> int:
    """Return the status with which a body is refused."""
    with pytest.raises(RefusedError) as found:
        received(receive, headers)
    return found.value.status.value


def test_chunks_are_put_together() -> None:
    assert received(of_chunks(b"a", b"", b"bc")) == b"abc"
    packed = gzip.compress(b"abc")
    assert received(of_chunks(packed[:9], packed[9:]), GZIP) == b"abc"


def test_another_compression_is_refused_before_a_byte_is_read() -> None:
    assert refused(of_chunks(b"x"), {b"content-encoding": b"br"}) == 400


def test_a_sender_that_hangs_up_is_refused() -> None:
    assert refused(of_chunks(b"a", is_whole=False)) == 400


def test_a_large_body_is_heard_to_its_end_and_no_further_than_sensible() -> None:
    chunk = bytes(MOST_BODY_BYTES)
    assert received(of_chunks(chunk)) == chunk
    assert refused(of_chunks(chunk, b"x")) == 413
    many = [chunk] * (MOST_DISCARDED_BYTES // len(chunk) + 2)
    assert refused(of_chunks(*many, is_whole=False)) == 413


def test_a_body_that_does_not_come_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "BODY_S", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    assert refused(receive) == 503


def test_all_bodies_on_their_way_share_one_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bodies, "MOST_HELD_BYTES", 100)
    one = Bodies()

    chunks = [bytes(80), b"", b"", b""]

    async def slow() -> dict[str, Any]:
        chunk = chunks.pop(0)
        if not chunk:
            await asyncio.sleep(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def both() -> tuple[bytes | BaseException, bytes | BaseException]:
        return await asyncio.gather(
            one.receive({}, slow),
            one.receive({}, of_chunks(bytes(1), bytes(30))),
            return_exceptions=True,
        )

    first, second = asyncio.run(both())
    assert first == bytes(80)
    assert isinstance(second, RefusedError)
    assert second.status.value == 503
    assert asyncio.run(one.receive({}, of_chunks(bytes(90)))) == bytes(90)


def test_gzip_gives_what_was_packed() -> None:
    assert inflated(gzip.compress(b"{}")) == b"{}"
    most = b"x" * MOST_BODY_BYTES
    assert inflated(gzip.compress(most)) == most


@pytest.mark.parametrize(
    "packed",
    [b"", b"{}", gzip.compress(b"{}")[:-1], gzip.compress(b"{}") + b"x",
     zlib.compress(b"{}"), gzip.compress(b"{}")[:-8] + bytes(8)],
    ids=["empty", "plain", "cut", "longer", "zlib", "checksum"],
)  # fmt: skip
def test_broken_gzip_is_refused(packed: bytes) -> None:
    with pytest.raises(RefusedError, match="gzip"):
        inflated(packed)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(bytes(MOST_BODY_BYTES * 200))
    with pytest.raises(RefusedError, match="512,000") as found:
        inflated(bomb)
    assert found.value.status.value == 413
