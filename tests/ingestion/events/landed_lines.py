"""Files of the landing as the collector writes them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from warehouse.settings import settings

SENDERS = """
[[sources]]
name = "web"
kind = "events"
write_key = "env:WEB_WRITE_KEY"
[[sources]]
name = "app"
kind = "events"
write_key = "env:APP_WRITE_KEY"
"""
RECEIVED_AT = "2026-11-01T12:00:00.000000Z"


def call(number: int, **members: Any) -> dict[str, Any]:
    """Return a sound call, with other members where they are named; None leaves out."""
    found = {
        "messageId": f"m{number}",
        "type": "track",
        "event": "Product Viewed",
        "anonymousId": f"a{number % 3}",
        "timestamp": "2026-11-01T11:59:58.000Z",
        "properties": {"product_id": f"P{number}"},
        "context": {"page": {"path": "/"}},
    } | members
    return {name: value for name, value in found.items() if value is not None}


def line(said: Any, *, source: str = "web", **members: Any) -> dict[str, Any]:
    """Return a line of the landing without its number; None leaves a member out."""
    found = {"source": source, "received_at": RECEIVED_AT, "call": said} | members
    return {name: value for name, value in found.items() if value is not None}


def land(
    name: str, lines: Iterable[dict[str, Any] | bytes], *, landing: Path | None = None
) -> Path:
    """Write a closed file of the landing; bytes are written as they stand.

    Args:
        name: Day and name, such as ``2026-11-01/w-1.ndjson``.
        lines: What it holds.
        landing: Another shop's.
    """
    path = (landing or settings().landing_path) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        b"".join(
            one if isinstance(one, bytes) else _bytes({"n": number} | one)
            for number, one in enumerate(lines, start=1)
        )
    )
    return path


def _bytes(said: dict[str, Any]) -> bytes:
    text = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
    return text.encode() + b"\n"
