"""What people decided: appended to files, one JSON object a line.

A page or a command appends and does not wait for the warehouse; loads and models read
the decisions like a source. The latest line about a thing holds. Only an erasure
rewrites a file: what named a person is a hash then.
"""

import errno
import fcntl
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from warehouse.settings import settings

Kind = Literal[
    "alerts", "audit", "identities", "properties", "quarantine", "suppressions"
]


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
    descriptor = _locked(path)
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


def rewrite_decisions(
    path: Path, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> int:
    """Change the lines of a file of decisions; return how many are others now.

    Who decides meanwhile waits, and then appends to the new file.
    """
    descriptor = _locked(path)
    try:
        lines = path.read_bytes().split(b"\n")
        kept, changed = [], 0
        for line in lines:
            found = _whole(line)
            if found is not None:
                now = change(dict(found))
                changed += now != found
                kept.append(json.dumps(now, ensure_ascii=False).encode())
        if changed:
            made = path.with_suffix(".tmp")
            with os.fdopen(
                os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
            ) as file:
                file.write(b"".join(b"\n" + line + b"\n" for line in kept))
                file.flush()
                os.fsync(file.fileno())
            made.replace(path)
    finally:
        os.close(descriptor)
    return changed


def _locked(path: Path) -> int:
    """Return a descriptor of a file that nobody else writes or replaces meanwhile."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
        os.close(descriptor)  # it was replaced while this one waited


def _path(kind: Kind) -> Path:
    return settings().decisions_path / f"{kind}.ndjson"


def _whole(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:  # empty, or torn
        return None
    return found if isinstance(found, dict) else None
