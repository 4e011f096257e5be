"""The run lock: one process writes a shop's warehouse at a time.

A lock on ``home/run.lock`` that the kernel gives back when its holder dies. Every
entry point (command line, Dagster run, dbt, replay) holds it for its whole run; the
process that holds it may ask again.
"""

import fcntl
import json
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO

from pydantic import BaseModel

from warehouse.settings import settings


class Holder(BaseModel):
    """Who holds the lock, for the one who waits."""

    pid: int
    purpose: str
    since: datetime

    def __str__(self) -> str:
        """Return such as ``karvan run (process 12, since 09:30:00 UTC)``."""
        return f"{self.purpose} (process {self.pid}, since {self.since:%H:%M:%S} UTC)"


class LockedError(Exception):
    """Another process writes the warehouse."""


_held: dict[str, int] = {}


@contextmanager
def run_lock(
    purpose: str, *, on_wait: Callable[[Holder | None], None] | None = None
) -> Generator[None]:
    """Hold the lock while the block runs.

    Args:
        purpose: What the holder does, shown to others.
        on_wait: Called once with the holder before waiting for it; without it,
            a held lock is an error.

    Raises:
        LockedError: If another process holds the lock and ``on_wait`` is missing.
    """
    settings().home.mkdir(parents=True, exist_ok=True)
    path = settings().home / "run.lock"
    key = str(path)
    if _held.get(key):
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    with path.open("a+") as file:
        _acquire(file, on_wait)
        holder = Holder(pid=os.getpid(), purpose=purpose, since=datetime.now(UTC))
        file.seek(0)
        file.truncate()
        file.write(holder.model_dump_json())
        file.flush()
        _held[key] = 1
        try:
            yield
        finally:
            del _held[key]
            file.seek(0)
            file.truncate()


def holder() -> Holder | None:
    """Return who holds the lock now; None if nobody does."""
    path = settings().home / "run.lock"
    if not path.exists():
        return None
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(file)
    return None


def _acquire(file: IO[str], on_wait: Callable[[Holder | None], None] | None) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        found = _read(file)
        # Nothing written: someone only looks (`holder`), or is about to say its name.
        if on_wait is None and found is not None:
            message = f"the warehouse is being written by {found}"
            raise LockedError(message) from None
        if on_wait is not None:
            on_wait(found)
        fcntl.flock(file, fcntl.LOCK_EX)


def _read(file: IO[str]) -> Holder | None:
    file.seek(0)
    text = file.read()
    # Between taking the lock and writing its name, a holder is unknown.
    return Holder.model_validate(json.loads(text)) if text else None
