"""Events that senders get wrong, one request each: no client would send them.

Each breaks one rule, and stands in a batch beside a sound event, which it must not
cost. What breaks which rule is said by the code that the quarantine gives it.
"""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from ingestion.sample.chance import chance
from ingestion.sample.panel import Panel

Event = dict[str, Any]

WRONG: dict[str, tuple[int, Event]] = {
    "missing_required": (9, {"event": None}),
    "wrong_type": (5, {"properties": "product 819063"}),
    "unknown_type": (4, {"type": "purchase"}),
    "bad_timestamp": (6, {"timestamp": "yesterday evening"}),
    "time_future": (4, {"timestamp": "2199-12-31T23:59:59Z"}),
    "time_ancient": (4, {"timestamp": "1970-01-01T00:00:00Z"}),
    "bad_identifier": (7, {"anonymousId": "undefined"}),
    "plan_violation": (8, {"event": "Order Completed", "properties": {"total": 9.5}}),
    "too_large": (2, {"properties": {"product_id": "0", "name": "x" * 40_000}}),
}
"""Code to how many there are, and what is wrong with them."""
UNREADABLE = {
    "not_json": (3, b'{"properties":%b%b}' % (b"[" * 2000, b"]" * 2000)),
    "not_utf8": (3, b'{"type":"track","event":"Caf\xe9","messageId":"%b"}'),
}
"""The same of what no parser reads: nested without end, or no text."""
SPAN = timedelta(days=90)


def count() -> int:
    """Return how many broken events there are."""
    return sum(many for many, _ in (*WRONG.values(), *UNREADABLE.values()))


def bodies(panel: Panel) -> Iterator[bytes]:
    """Give the bodies of requests to send."""
    first = panel.baskets[0].ordered_at
    for code, (many, wrong) in WRONG.items():
        for n in range(many):
            event = _sound(panel, first, f"{code}-{n}") | wrong
            yield _batch(panel, first, f"{code}-{n}", json.dumps(event).encode())
    for code, (many, wrong) in UNREADABLE.items():
        for n in range(many):
            name = f"{code}-{n}"
            yield _batch(panel, first, name, wrong.replace(b"%b", name.encode()))


def send(address: str, key: str, body: bytes) -> None:
    """Send a body as it is."""
    token = base64.b64encode(f"{key}:".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    request = Request(f"{address}/v1/batch", body, headers)  # noqa: S310 - loopback
    with urlopen(request, timeout=30):  # noqa: S310
        pass


def _batch(panel: Panel, first: datetime, name: str, broken: bytes) -> bytes:
    neighbour = json.dumps(_sound(panel, first, f"{name}-neighbour")).encode()
    return b'{"batch":[%b,%b]}' % (broken, neighbour)


def _sound(panel: Panel, first: datetime, name: str) -> Event:
    random = chance("broken", name)
    shelf = random.choice(list(panel.shelves.values()))
    happened_at = first + SPAN * random.random()
    return {
        "type": "track",
        "messageId": name,
        "anonymousId": f"old-app-{random.randrange(20)}",
        "event": "Product Viewed",
        "properties": {"product_id": shelf[0].product_id, "name": shelf[0].name},
        "timestamp": happened_at.isoformat(timespec="milliseconds"),
    }
