"""Senders that send anything, anyhow: never an error of ours, never a false success."""

import gzip
import json
import socket
import time
from pathlib import Path

import psutil
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingestion.collector.app import PATHS
from ingestion.collector.bodies import BODY_S
from tests.ingestion.collector.conftest import server
from tests.ingestion.collector.serving import Server, basic, serving

__all__ = ["server"]

GOOD = b'{"batch":[{"a":1},{"b":"x"}],"writeKey":"sesame","sentAt":"2026-01-01"}'
EASY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
PIECES = st.sampled_from(
    [b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"d83d", b"\xff", b"\0",
     b"null", b"-", b"1e", b"batch", b'"writeKey"', b'"sesame"', b"\n", b"\xef\xbb\xbf"]
)  # fmt: skip
SOUP = st.lists(PIECES | st.binary(max_size=4), max_size=30).map(b"".join)


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """Draw a good body of which bytes are cut, changed or put in."""
    body = bytearray(GOOD)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(body)))
        body[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(body)


def raw(server: Server, data: bytes) -> bytes:
    """Send bytes, say that there are no more, and return all that is answered."""
    with server.connect() as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))
        except (ConnectionResetError, BrokenPipeError):
            return b""


@EASY
@given(
    path=st.sampled_from([*PATHS]),
    body=SOUP | spoiled() | st.binary(max_size=300),
    is_packed=st.booleans(),
    has_key=st.booleans(),
)
@example(path="/v1/b", body=b'{"batch":[],"writeKey":"\xff"}', is_packed=False,
         has_key=False)  # fmt: skip
def test_any_body_is_taken_whole_or_refused(
    server: Server, path: str, body: bytes, is_packed: bool, has_key: bool
) -> None:
    before = len(server.raw_lines())
    answer = server.post(
        path,
        gzip.compress(body) if is_packed else body,
        "sesame" if has_key else None,
        **({"Content-Encoding": "gzip"} if is_packed else {}),
    )
    lines = server.raw_lines()[before:]
    for line in lines:
        assert {"call", "fault"} & json.loads(line).keys()
    if answer.status == 200:
        assert answer.json == {"success": True}
        assert len(lines) == (1 if PATHS[path] else said(body))
    else:
        assert answer.status in (400, 401, 413)
        assert answer.json["success"] is False
        assert lines == []


def said(body: bytes) -> int:
    """Return how many elements a batch holds, as another parser reads it."""
    text = body.decode(errors="replace").removeprefix("\ufeff")
    return len(json.loads(text, strict=False)["batch"])


@EASY
@given(
    data=st.tuples(
        st.sampled_from([b"GET", b"POST", b"OPTIONS", b"TRACE", b"\xff", b""]),
        st.sampled_from([b" /v1/track", b" /v1/%ff%", b" *", b" /v1/t?writeKey=%ff"]),
        st.sampled_from([b" HTTP/1.1\r\n", b" HTTP/1.0\r\n", b" HTTP/9\r\n", b"\n"]),
        st.lists(
            st.sampled_from(
                [b"Host: x", b"Content-Length: 2", b"Content-Length: -1", b":", b"\xff",
                 b"Content-Length: 99999999999999999999", b"Transfer-Encoding: chunked",
                 b"Authorization: Basic \xff", b"Authorization: Basic Og==", b"A: \0",
                 b"Authorization: Basic c2VzYW1lOg==", b"Content-Encoding: gzip",
                 b"Content-Encoding: \xff", b"Origin: \xff", b"User-Agent: \xff",
                 b"Expect: 100-continue", b"Connection: upgrade", b"Upgrade: websocket"]
            ),
            max_size=6,
        ).map(lambda lines: b"\r\n".join([*lines, b"\r\n"])),
        st.sampled_from([b"{}", b"", b"2\r\n{}\r\n0\r\n\r\n", b"zz\r\n{}", b"\xff"]),
    ).map(b"".join)
)  # fmt: skip
def test_any_request_is_answered_or_hung_up_on(server: Server, data: bytes) -> None:
    before = len(server.raw_lines())
    answer = raw(server, data)
    assert b" 500 " not in answer.split(b"\r\n")[0]
    taken = answer.count(b'{"success":true}')
    assert len(server.raw_lines()) - before == taken
    assert server.ask("GET", "/health").status == 200


def head(length: int) -> bytes:
    """Return the headers of a request with a body of a length."""
    key = basic("sesame")["Authorization"]
    return (
        f"POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: {key}\r\n"
        f"Content-Length: {length}\r\n\r\n"
    ).encode()


def test_who_hangs_up_in_the_middle_leaves_nothing(server: Server) -> None:
    before = server.raw_lines()
    for end in range(1, len(GOOD), 7):
        with server.connect() as connection:
            connection.sendall(head(len(GOOD)) + GOOD[:end])
    assert server.post("/v1/track", {"a": 1}).status == 200
    assert len(server.raw_lines()) == len(before) + 1


def test_headers_without_end_are_cut_off(server: Server) -> None:
    answer = raw(server, b"GET /health HTTP/1.1\r\nA: " + b"x" * 10_000_000)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"431")


@pytest.mark.slow
def test_slow_senders_hold_neither_memory_nor_others(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        (worker,) = psutil.Process(server.process.pid).children()
        assert server.post("/v1/batch", GOOD).status == 200
        before = worker.memory_info().rss
        slow = [server.connect() for _ in range(400)]
        started = time.monotonic()
        for connection in slow:
            connection.sendall(head(500_000) + b" " * 400_000)
        assert server.post("/v1/track", {"a": 1}).status in (200, 503)
        assert worker.memory_info().rss - before < 250e6
        statuses = [connection.recv(20)[9:12] for connection in slow]
        assert set(statuses) == {b"503"}
        assert time.monotonic() - started < BODY_S * 3
        for connection in slow:
            connection.close()
        assert server.post("/v1/track", {"a": 1}).status == 200
        server.stop()


@pytest.mark.slow
def test_a_sender_that_never_ends_its_headers_is_let_go(server: Server) -> None:
    with server.connect() as connection:
        connection.sendall(b"POST /v1/track HTTP/1.1\r\nHost: x\r\n")
        assert connection.recv(100) == b""
    assert server.post("/v1/track", {"a": 1}).status == 200
