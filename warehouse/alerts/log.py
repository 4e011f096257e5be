"""``home/alerts.ndjson``: how telling of alerts went, one line for each try.

At `MOST_BYTES` the file becomes ``alerts.1.ndjson``, in the place of the one before:
about the last 4,000 to 8,000 lines are kept. It holds no addresses and no secrets.
"""

import os
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from warehouse.settings import settings

MOST_BYTES = 1_000_000


class Delivered(BaseModel, frozen=True):
    """How telling one message by one channel went."""

    at: datetime
    alert: str
    event: str
    """Fired, reminded or resolved."""
    title: str
    channel: str
    recipients: str
    """What kind they are: whom the settings name, or how many the alert names."""
    attempts: int
    error: str | None = None
    """Why it did not arrive, and waits; None where it did."""
    message_id: str


def note(delivered: Delivered) -> None:
    """Append a line; it is on disk then.

    Raises:
        OSError: If it cannot be written.
    """
    path = _path()
    if path.exists() and path.stat().st_size >= MOST_BYTES:
        path.replace(_older())
    # It begins with a line end as well: a torn line must not swallow it.
    line = f"\n{delivered.model_dump_json()}\n".encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def deliveries() -> list[Delivered]:
    """Return what is kept, newest first; a torn line was never written."""
    found: list[Delivered] = []
    for path in (_older(), _path()):
        if not path.exists():
            continue
        for line in path.read_bytes().splitlines():
            try:
                found.append(Delivered.model_validate_json(line))
            except ValidationError:
                continue
    return found[::-1]


def _path() -> Path:
    return settings().home / "alerts.ndjson"


def _older() -> Path:
    return settings().home / "alerts.1.ndjson"
