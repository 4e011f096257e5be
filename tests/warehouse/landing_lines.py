"""Lines of the landing, as the collector writes them, at a time of one's own."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warehouse.settings import settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def line(
    message_id: str | None,
    minutes_ago: float = 1,
    *,
    now: datetime = NOON,
    source: str = "web",
    sent_at: str | None = None,
    **call: Any,
) -> bytes:
    """Return one event that was received so long before ``now``; a track by default."""
    named = {} if message_id is None else {"messageId": message_id}
    fields = {
        "n": 1,
        "source": source,
        "received_at": clock(now - timedelta(minutes=minutes_ago)),
        "call": named | {"type": "track", "anonymousId": "ann"} | call,
    }
    if sent_at is not None:
        fields["sent_at"] = sent_at
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def clock(moment: datetime) -> str:
    """Return a time as the landing writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def land(
    *lines: bytes, name: str = "w1-1.open", at: datetime = NOON, day: str = "2026-03-01"
) -> Path:
    """Append lines to a file of the landing, last written ``at``."""
    path = settings().landing_path / day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        file.writelines(lines)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path
