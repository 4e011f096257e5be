"""Sends batches of events as fast as they are taken, at the least cost to the machine.

A process of its own, so that its work is not the collector's: requests are made before
the clock starts, sockets are raw, and of an answer only the status is looked at.
"""

import base64
import json
import selectors
import socket
import sys
import time
from dataclasses import asdict, dataclass

KEY = "demo"
EVENTS = 20
REQUESTS = 500
"""Requests that differ; they are sent again and again."""
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36"
)


@dataclass(frozen=True)
class Sent:
    """What a sender saw."""

    events_per_second: float
    median_ms: float
    p99_ms: float


def send(port: int, connections: int, requests: int) -> Sent:
    """Send requests over connections that each wait for their answer.

    Raises:
        RuntimeError: If any of them is refused.
    """
    bodies = [_request(number) for number in range(REQUESTS)]
    selector = selectors.DefaultSelector()
    began: dict[int, float] = {}
    taken: list[float] = []
    sent = 0

    def fire(connection: socket.socket) -> None:
        nonlocal sent
        began[connection.fileno()] = time.perf_counter()
        connection.sendall(bodies[sent % REQUESTS])
        sent += 1

    started = time.perf_counter()
    for _ in range(connections):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ, connection)
        fire(connection)
    while len(taken) < requests:
        for key, _ in selector.select():
            answer = key.data.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise RuntimeError(answer.decode())
            taken.append(time.perf_counter() - began[key.fd])
            if sent < requests:
                fire(key.data)
    seconds = time.perf_counter() - started
    for key in list(selector.get_map().values()):
        key.data.close()
    taken.sort()
    return Sent(
        requests * EVENTS / seconds,
        taken[len(taken) // 2] * 1e3,
        taken[len(taken) * 99 // 100] * 1e3,
    )


def event(number: int) -> dict[str, object]:
    """Return an event of about 600 bytes, as analytics.js writes one."""
    path = f"/products/{number % 5000}"
    return {
        "type": "track",
        "event": "Product Viewed",
        "messageId": f"ajs-next-{number:032x}",
        "anonymousId": f"{number % 99_991:08x}-0000-4000-8000-000000000000",
        "timestamp": "2026-11-20T10:00:00.123Z",
        "context": {
            "page": {
                "path": path,
                "url": f"https://shop.example{path}",
                "title": f"Product {number % 5000} – Shop",
            },
            "userAgent": AGENT,
            "locale": "en-US",
            "library": {"name": "analytics.js", "version": "next-1.81.0"},
        },
        "properties": {
            "product_id": f"P{number % 5000}",
            "name": f"Product {number % 5000}",
            "price": 19.99,
            "quantity": 1,
        },
    }


def _request(number: int) -> bytes:
    events = [event(number * EVENTS + n) for n in range(EVENTS)]
    batch = {"batch": events, "sentAt": "2026-11-20T10:00:01.000Z"}
    body = json.dumps(batch, separators=(",", ":")).encode()
    key = base64.b64encode(f"{KEY}:".encode()).decode()
    return (
        f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


if __name__ == "__main__":
    print(json.dumps(asdict(send(*map(int, sys.argv[1:4])))))
