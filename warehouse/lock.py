"""The run lock: one process writes a shop's warehouse at a time.

A lock on ``home/run.lock`` that the kernel gives back when its holder dies. Every
entry point (command line, Dagster run, dbt, replay) holds it for its whole run; the
process that holds it may ask again.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import IO

from pydantic import BaseModel

from warehouse.settings import settings

RUN = "run.lock"
DEV = "dev.lock"
"""Locks: of what runs write, and of an analyst's own file."""


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


@dataclass
class _Held:
    file: IO[str]
    times: int


_held: dict[Path, _Held] = {}
_changing = Lock()
_LOOKS = 10
_LOOK_S = 0.02


@contextmanager
def run_lock(
    purpose: str,
    *,
    on_wait: Callable[[Holder | None], None] | None = None,
    name: str = RUN,
) -> Generator[None]:
    """Hold the lock while the block runs.

    Args:
        purpose: What the holder does, shown to others.
        on_wait: Called once with the holder before waiting for it; without it,
            a held lock is an error.
        name: `RUN`, or `DEV`: the analyst's own file, which no run touches.

    Raises:
        LockedError: If another process holds the lock and ``on_wait`` is missing.
    """
    settings().home.mkdir(parents=True, exist_ok=True)
    path = settings().home / name
    with _changing:
        if path not in _held:
            _held[path] = _Held(_locked(path, purpose, on_wait), times=0)
        _held[path].times += 1
    try:
        yield
    finally:
        with _changing:
            _held[path].times -= 1
            if not _held[path].times:
                file = _held.pop(path).file
                file.truncate(0)
                file.close()


def holder(name: str = RUN) -> Holder | None:
    """Return who holds the lock now; None if nobody does."""
    path = settings().home / name
    if not path.exists():
        return None
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(file)
    return None


def lock_descriptors() -> tuple[int, ...]:
    """Return the open files by which this process holds locks.

    A child that is given them holds the locks too, until it ends: one that writes the
    warehouse does so although this process was killed.
    """
    return tuple(held.file.fileno() for held in _held.values())


def _locked(
    path: Path, purpose: str, on_wait: Callable[[Holder | None], None] | None
) -> IO[str]:
    """Return the file, locked and saying who holds it; closed again on an error."""
    with ExitStack() as opened:
        file = opened.enter_context(path.open("a+"))
        _acquire(file, on_wait)
        file.truncate(0)
        holder = Holder(pid=os.getpid(), purpose=purpose, since=datetime.now(UTC))
        file.write(holder.model_dump_json())
        file.flush()
        opened.pop_all()
    return file


def _acquire(file: IO[str], on_wait: Callable[[Holder | None], None] | None) -> None:
    # Who only looks (`holder`) lets go at once; who writes does not.
    for _ in range(_LOOKS):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK_S)
        else:
            return
    found = _read(file)
    if on_wait is None:
        written = "the warehouse" if Path(file.name).name == RUN else "dev.duckdb"
        message = f"{written} is being written by {found or 'another process'}"
        raise LockedError(message)
    on_wait(found)
    fcntl.flock(file, fcntl.LOCK_EX)


def _read(file: IO[str]) -> Holder | None:
    file.seek(0)
    text = file.read()
    # Between taking the lock and writing its name, a holder is unknown.
    return Holder.model_validate(json.loads(text)) if text else None
