"""Writes events into the landing: lines in, an answer once they are on disk.

Group commit: one thread takes all that waits, writes it, syncs the file once and lets
all of them know. While it waits for the disk the next group comes together, so that
the cost of a sync is shared by as many as there are.
"""

import asyncio
import fcntl
import logging
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingestion.collector.refusal import unavailable
from warehouse import landing

MOST_BYTES = 64 * 1024**2
"""A file of this size is closed."""
MOST_S = 10.0
"""A file whose first line is this old is closed, so that loads need not wait."""
RESERVE_BYTES = 256 * 1024**2
"""What stays free on the disk: a load that empties the landing needs room itself."""
MOST_WAITING_BYTES = 64 * 1024**2
"""Beyond this the disk is slower than the senders, who are told to come later."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Group:
    """The lines of one request, and who waits for them."""

    head: bytes
    bodies: Sequence[bytes]
    size: int
    done: asyncio.Future[None]


@dataclass(slots=True)
class _File:
    """The file that is being written; ``size`` and ``lines`` are those on disk."""

    path: Path
    descriptor: int
    due: float
    size: int = 0
    lines: int = 0


class Writer:
    """Writes the lines of one worker into files of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        reserve_bytes: int = RESERVE_BYTES,
        most_bytes: int = MOST_BYTES,
        most_s: float = MOST_S,
        sync: Callable[[int], None] = os.fdatasync,
    ) -> None:
        """Take the folder of the landing; nothing is written before `start`."""
        self._folder = folder
        self._reserve_bytes = reserve_bytes
        self._most_bytes = most_bytes
        self._most_s = most_s
        self._sync = sync
        # No two workers share a name, nor do two lives of one worker.
        self._worker = f"{datetime.now(UTC):%H%M%S}-{secrets.token_hex(4)}"
        self._count = 0
        self._file: _File | None = None
        self._groups: queue.SimpleQueue[_Group | None] = queue.SimpleQueue()
        self._waiting_bytes = 0
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="landing")

    def start(self) -> None:
        """Start to write; in the event loop whose requests will wait."""
        self._loop = asyncio.get_running_loop()
        self._folder.mkdir(parents=True, exist_ok=True)
        landing.sync_folder(self._folder.parent)
        landing.close_abandoned()
        self._thread.start()

    async def stop(self) -> None:
        """Write what waits, close the file and end."""
        self._is_closing = True
        self._groups.put(None)
        await asyncio.to_thread(self._thread.join)

    @property
    def free_bytes(self) -> int:
        """What may still be written: the free disk without the reserve."""
        found = os.statvfs(self._folder)
        return max(0, found.f_bavail * found.f_frsize - self._reserve_bytes)

    def check(self) -> None:
        """Refuse if nothing could be written now.

        Raises:
            RefusedError: 503; its reason says what to do.
        """
        if self._is_closing:
            reason = "the collector is shutting down; send it again"
            raise unavailable(reason)
        if not self._thread.is_alive():
            reason = "the collector cannot write any more; restart it"
            raise unavailable(reason)
        if self._waiting_bytes > MOST_WAITING_BYTES:
            reason = "the disk is slower than the senders; send it again, more slowly"
            raise unavailable(reason)
        if self.free_bytes == 0:
            reason = "the disk of the collector is full; free some, then send it again"
            raise unavailable(reason)

    async def land(self, head: bytes, bodies: Sequence[bytes]) -> None:
        """Return once the lines of a request are on disk.

        Args:
            head: Members of each line that the request has once, without braces.
            bodies: The other members, one text a line.

        Raises:
            RefusedError: 503 if they are not; no part of them stays then.
        """
        self.check()
        size = len(head) * len(bodies) + sum(map(len, bodies))
        group = _Group(head, bodies, size, self._loop.create_future())
        self._waiting_bytes += size
        self._groups.put(group)
        try:
            await group.done
        finally:
            self._waiting_bytes -= size

    def _run(self) -> None:
        is_last = False
        while not is_last:
            groups, is_last = self._next_groups()
            if groups:
                self._commit(groups)
            file = self._file
            if file and (
                is_last or file.size >= self._most_bytes or time.monotonic() >= file.due
            ):
                self._close(file)

    def _next_groups(self) -> tuple[list[_Group], bool]:
        """Wait for a group, or for the time to close the file; take all that wait."""
        groups: list[_Group] = []
        due = self._file and max(0.0, self._file.due - time.monotonic())
        try:
            found = self._groups.get(timeout=due)
            while found is not None:
                groups.append(found)
                found = self._groups.get_nowait()
        except queue.Empty:
            return groups, False
        return groups, True

    def _commit(self, groups: list[_Group]) -> None:
        refusal = None
        try:
            self._write(groups)
        except OSError as error:
            logger.error("nothing can be written: %s", error)
            refusal = unavailable(f"the collector cannot write: {error.strerror}")
            if self._file:
                self._cut_back(self._file)
        except BaseException:
            self._tell(groups, unavailable("the collector failed; send it again"))
            raise
        self._tell(groups, refusal)

    def _write(self, groups: list[_Group]) -> None:
        file = self._file = self._file or self._open()
        number = file.lines
        lines: list[bytes] = []
        for group in groups:
            head = group.head
            for body in group.bodies:
                number += 1
                lines.append(b'{"n":%d,%b,%b}\n' % (number, head, body))
        data = memoryview(b"".join(lines))
        size = file.size + len(data)
        while data:
            data = data[os.write(file.descriptor, data) :]
        self._sync(file.descriptor)
        file.size, file.lines = size, number

    def _tell(self, groups: list[_Group], refusal: Exception | None) -> None:
        def tell() -> None:
            for group in groups:
                if group.done.done():  # the request was given up meanwhile
                    continue
                if refusal is None:
                    group.done.set_result(None)
                else:
                    group.done.set_exception(refusal)

        self._loop.call_soon_threadsafe(tell)

    def _open(self) -> _File:
        day = self._folder / f"{datetime.now(UTC):%Y-%m-%d}"
        day.mkdir(parents=True, exist_ok=True)  # another worker may be as quick
        landing.sync_folder(self._folder)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        while True:
            self._count += 1
            path = day / f"{self._worker}-{self._count:06}{landing.OPEN}"
            descriptor = os.open(path, flags, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            # Who closes abandoned files may have found it, without a lock and empty.
            if os.fstat(descriptor).st_nlink:
                break
            os.close(descriptor)
        file = _File(path, descriptor, time.monotonic() + self._most_s)
        try:
            landing.sync_folder(day)
        except OSError:
            self._close(file)
            raise
        return file

    def _close(self, file: _File) -> None:
        self._file = None
        try:
            landing.close(file.path)
        except OSError as error:
            logger.error("%s stays open until the next start: %s", file.path, error)
        finally:
            os.close(file.descriptor)  # and with it the lock

    def _cut_back(self, file: _File) -> None:
        """Leave in the file what was acknowledged, and write into another from now on.

        After a failed sync the system may take pages for written that are not, so
        nothing more is put behind them.
        """
        try:
            os.ftruncate(file.descriptor, file.size)
            os.fsync(file.descriptor)
        except OSError as error:
            logger.error("%s holds lines that were refused: %s", file.path, error)
        self._close(file)
