"""The newest events of the landing, seconds after they came: what is not loaded yet.

`read_tail` keeps one table in memory, of its own and without access to anything else.
Each call reads only the bytes that are new since the last one, those of ``.open`` files
too, so that a page may ask every second; it needs neither the warehouse nor a published
file.
"""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic

import duckdb
import pyarrow as pa

from warehouse.landing import CLOSED
from warehouse.landing_calls import (
    CREATE_EVENTS,
    INSERT_EVENTS,
    REWRITE_EVENTS,
    bot_pattern,
)
from warehouse.landing_files import LandedFile, has_files, written_since
from warehouse.settings import settings

KEPT = timedelta(hours=1)
"""Events that were received earlier are not kept."""
MOST_BYTES = 64 * 2**20
"""Of the newest lines: more are never read at once, and hardly more kept."""
MOST_FILES = 200
AT_REST_S = 0.25
"""Calls within so many seconds read once: many people look at once."""
_SLACK = 1.25
"""How far the table may grow before what is too much leaves it."""
_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Tail:
    """The newest events, each once."""

    connection: duckdb.DuckDBPyConnection
    """Holds the table ``events``, as `landing_calls` describes it."""
    complete_since: datetime
    """Every event received from then on is there."""
    has_events: bool
    """Whether the landing holds any file, but for those that are simulated."""


def read_tail(now: datetime) -> Tail:
    """Return the events received in the hour before ``now``, which must be aware.

    At most `MOST_FILES` files and `MOST_BYTES` are read; `Tail.complete_since` is later
    than an hour ago where these do not reach so far back. A last line without an end is
    left for the next call; what is no line of the landing is passed over, and so are
    the files of the demo's simulation.
    """
    reader = _reader(settings().landing_path)
    with reader.lock:
        reader.refresh(now)
        return Tail(
            reader.connection.cursor(),
            max(reader.complete_since, now - KEPT),
            reader.has_events,
        )


@lru_cache(maxsize=2)
def _reader(landing: Path) -> "_Reader":
    return _Reader(landing)


@dataclass(frozen=True)
class _Piece:
    """Whole lines of a file, up to a byte of it."""

    lines: list[bytes]
    end: int
    missed_until: datetime | None
    """Until when lines before them were received that are not read; None without."""


@dataclass
class _Reader:
    """A landing, and how far it was read."""

    landing: Path
    lock: Lock = field(default_factory=Lock)
    complete_since: datetime = _ALWAYS
    has_events: bool = False

    def __post_init__(self) -> None:
        self.connection = duckdb.connect(":memory:", config={"memory_limit": "512MB"})
        self.connection.execute("set global TimeZone = 'UTC'")
        self.connection.execute("set global enable_external_access = false")
        self.connection.execute(CREATE_EVENTS)
        self._read_to: dict[str, int] = {}
        self._refreshed = -AT_REST_S

    def refresh(self, now: datetime) -> None:
        """Read what is new, and forget what is old."""
        if monotonic() - self._refreshed < AT_REST_S:
            return
        files = written_since(self.landing, now - KEPT)
        self.has_events = self.has_events or bool(files) or has_files(self.landing)
        read_to: dict[str, int] = {}
        lines: list[bytes] = []
        room = MOST_BYTES
        for place, file in enumerate(files):
            done = self._read_to.get(file.name, 0)
            piece = _piece(file, done, room if place < MOST_FILES else 0)
            room = max(room - (piece.end - done), 0)
            read_to[file.name] = piece.end
            if piece.missed_until is not None:
                self.complete_since = max(self.complete_since, piece.missed_until)
            lines += piece.lines
        self._insert(lines)
        self._read_to = read_to
        self._forget(now)
        self._refreshed = monotonic()

    def _insert(self, lines: list[bytes]) -> None:
        if not lines:
            return
        text = pa.array([line.decode(errors="replace") for line in lines])
        self.connection.register("lines", pa.table({"line": text}))
        self.connection.execute(INSERT_EVENTS, [bot_pattern()])
        self.connection.unregister("lines")

    def _forget(self, now: datetime) -> None:
        """Make the table small again, now and then: rows that are deleted take room."""
        size, oldest = self.connection.execute(
            "select coalesce(sum(bytes), 0), min(received_at) from events"
        ).fetchall()[0]
        is_large = size > _SLACK * MOST_BYTES
        if oldest is None or not (is_large or oldest < now - _SLACK * KEPT):
            return
        self.connection.execute(REWRITE_EVENTS, [now - KEPT, MOST_BYTES])
        if is_large:
            self.complete_since = self.connection.execute(
                "select min(received_at) from events"
            ).fetchall()[0][0]


def _piece(file: LandedFile, done: int, room: int) -> _Piece:
    """Return the whole lines after byte ``done``; of many bytes only the last ones."""
    start = max(done, file.size - room)
    is_cut = start > done
    content = _bytes(file.path, start, file.size)
    whole = content.rfind(b"\n") + 1
    # Behind a cut the first line may be the end of one.
    lines = content[:whole].split(b"\n")[int(is_cut) : -1]
    missed_until = None
    if is_cut:
        missed_until = _received_at(lines[0]) if lines else None
        missed_until = missed_until or file.written_at
    return _Piece(lines, start + whole, missed_until)


def _bytes(path: Path, start: int, end: int) -> bytes:
    """Return bytes of a file, under its closed name where it was just closed."""
    for name in (path, path.with_suffix(CLOSED)):
        try:
            with name.open("rb") as file:
                return os.pread(file.fileno(), max(end - start, 0), start)
        except FileNotFoundError:
            continue
    return b""


def _received_at(line: bytes) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(line)["received_at"])
    except (ValueError, KeyError, TypeError):
        return None
