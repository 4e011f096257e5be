"""What people decided: appended to files, one JSON object a line, never rewritten.

A page or a command appends and does not wait for the warehouse; loads and models read
the decisions like a source. The latest line about a thing holds.
"""

import errno
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from warehouse.settings import settings

Kind = Literal["identities", "properties", "quarantine", "suppressions"]


def decide(kind: Kind, /, **decision: Any) -> None:
    """Append a decision, with ``decided_at`` in UTC; it is on disk then.

    Raises:
        OSError: If it cannot be written as a whole.
    """
    path = _path(kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps({**decision, "decided_at": now}, ensure_ascii=False)
    # In one write, so that two who decide at once do not mix. It begins with a line
    # end as well: what a full disk left of the last one must not swallow it.
    line = f"\n{text}\n".encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(descriptor, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def decisions(kind: Kind) -> list[dict[str, Any]]:
    """Return the decisions of a kind, oldest first; a torn line was never made."""
    path = _path(kind)
    if not path.exists():
        return []
    *whole, _ = path.read_bytes().split(b"\n")
    return [found for line in whole if (found := _whole(line)) is not None]


def _path(kind: Kind) -> Path:
    return settings().decisions_path / f"{kind}.ndjson"


def _whole(line: bytes) -> dict[str, Any] | None:
    try:
        return json.loads(line)
    except ValueError:  # empty, or torn
        return None
