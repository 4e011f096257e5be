"""What people decided: appended to files, one JSON object a line, never rewritten.

A page or a command appends and does not wait for the warehouse; loads and models read
the decisions like a source. The latest line about a thing holds.
"""

import json
import os
from datetime import UTC, datetime
from typing import Any, Literal

from warehouse.settings import settings

Kind = Literal["properties", "quarantine", "suppressions"]


def decide(kind: Kind, /, **decision: Any) -> None:
    """Append a decision, with ``decided_at`` in UTC; it is on disk then."""
    folder = settings().decisions_path
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({**decision, "decided_at": now}, ensure_ascii=False) + "\n"
    path = folder / f"{kind}.ndjson"
    # One write of one line: two who decide at once do not mix.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def decisions(kind: Kind) -> list[dict[str, Any]]:
    """Return the decisions of a kind, oldest first; a torn last line is left out."""
    path = settings().decisions_path / f"{kind}.ndjson"
    if not path.exists():
        return []
    *whole, _ = path.read_text().split("\n")
    return [json.loads(line) for line in whole]
