"""Lines are on disk when a sender is told so, and files close by size and age."""

import asyncio
import errno
import fcntl
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ingestion.collector import writer as writers
from ingestion.collector.refusal import RefusedError
from ingestion.collector.writer import Writer
from warehouse import landing

HEAD = b'"source":"web"'


@pytest.fixture
def folder(shop) -> Path:
    return shop.home / "landing"


def bodies(*values: int) -> list[bytes]:
    """Return the members of lines, one for each value."""
    return [b'"call":%d' % value for value in values]


def lines(path: Path) -> list[list[int]]:
    """Return number and call of each line of a file."""
    found = [json.loads(line) for line in path.read_bytes().splitlines()]
    return [[line["n"], line["call"]] for line in found]


def run(writer: Writer, work: Callable[[], Awaitable[None]]) -> None:
    """Do some work while a writer runs, then stop it in order."""

    async def all_of_it() -> None:
        writer.start()
        try:
            await work()
        finally:
            await writer.stop()

    asyncio.run(all_of_it())


def closed(folder: Path) -> list[Path]:
    """Return the closed files; there are no others."""
    assert not list(folder.glob(f"*/*{landing.OPEN}"))
    return sorted(folder.glob(f"*/*{landing.CLOSED}"))


def test_lines_are_numbered_in_their_file(folder: Path) -> None:
    writer = Writer(folder)

    async def work() -> None:
        await writer.land(HEAD, bodies(7, 8))
        await writer.land(HEAD, bodies(9))

    run(writer, work)
    (file,) = closed(folder)
    assert lines(file) == [[1, 7], [2, 8], [3, 9]]
    first = b'{"n":1,"source":"web","call":7}\n'
    assert file.read_bytes().startswith(first)


def test_who_waits_together_shares_one_sync_and_waits_for_it(folder: Path) -> None:
    synced: list[int] = []

    def sync(descriptor: int) -> None:
        os.fsync(descriptor)
        synced.append(os.fstat(descriptor).st_size)

    writer = Writer(folder, sync=sync)
    whole = 0

    async def one(value: int) -> None:
        nonlocal whole
        await writer.land(HEAD, bodies(value))
        whole += len(b'{"n":1,"source":"web","call":1}\n')
        assert synced[-1] >= whole

    async def work() -> None:
        await asyncio.gather(*(one(1) for _ in range(9)))

    run(writer, work)
    assert len(synced) < 9
    assert len(lines(closed(folder)[0])) == 9


def test_a_file_closes_when_it_is_large(folder: Path) -> None:
    writer = Writer(folder, most_bytes=100)

    async def work() -> None:
        for value in range(7):
            await writer.land(HEAD, bodies(value))

    run(writer, work)
    found = [lines(file) for file in closed(folder)]
    assert [call for file in found for _, call in file] == list(range(7))
    assert [[n for n, _ in file] for file in found] == [[1, 2, 3, 4], [1, 2, 3]]


def test_a_file_closes_when_it_is_old_though_nobody_sends(folder: Path) -> None:
    writer = Writer(folder, most_s=0.2)

    async def work() -> None:
        await writer.land(HEAD, bodies(1))
        async with asyncio.timeout(30):
            while list(folder.glob(f"*/*{landing.OPEN}")):
                await asyncio.sleep(0.02)
        assert len(closed(folder)) == 1
        await writer.land(HEAD, bodies(2))

    run(writer, work)
    assert [lines(file) for file in closed(folder)] == [[[1, 1]], [[1, 2]]]


def test_an_open_file_is_locked(folder: Path) -> None:
    writer = Writer(folder)

    async def work() -> None:
        await writer.land(HEAD, bodies(1))
        (file,) = folder.glob(f"*/*{landing.OPEN}")
        with file.open() as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert landing.close_abandoned() == []
        await writer.land(HEAD, bodies(2))

    run(writer, work)
    assert lines(closed(folder)[0]) == [[1, 1], [2, 2]]


def test_two_writers_never_share_a_name(folder: Path) -> None:
    for value in range(3):
        writer = Writer(folder)

        async def work(writer: Writer = writer, value: int = value) -> None:
            await writer.land(HEAD, bodies(value))

        run(writer, work)
    assert len(closed(folder)) == 3


def test_a_start_closes_what_a_killed_worker_left(folder: Path) -> None:
    (folder / "2026-01-01").mkdir(parents=True)
    left = folder / "2026-01-01" / "worker-1.open"
    left.write_bytes(b'{"n":1,"call":1}\n{"n":2,"ca')

    async def work() -> None:
        pass

    run(Writer(folder), work)
    assert lines(left.with_suffix(".ndjson")) == [[1, 1]]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_what_could_not_be_written_leaves_nothing_and_is_tried_again(
    folder: Path, code: int
) -> None:
    faults = [False, True, False]

    def sync(descriptor: int) -> None:
        if faults.pop(0):
            raise OSError(code, os.strerror(code))
        os.fsync(descriptor)

    writer = Writer(folder, sync=sync)

    async def work() -> None:
        await writer.land(HEAD, bodies(1))
        with pytest.raises(RefusedError, match=os.strerror(code)) as found:
            await writer.land(HEAD, bodies(2, 3))
        assert found.value.status.value == 503
        await writer.land(HEAD, bodies(4))

    run(writer, work)
    assert [lines(file) for file in closed(folder)] == [[[1, 1]], [[1, 4]]]


def test_a_reserve_of_the_disk_stays_free(folder: Path) -> None:
    writer = Writer(folder, reserve_bytes=2**62)

    async def work() -> None:
        assert writer.free_bytes == 0
        with pytest.raises(RefusedError, match="disk of the collector is full"):
            await writer.land(HEAD, bodies(1))

    run(writer, work)
    assert closed(folder) == []


def test_a_disk_that_is_too_slow_makes_senders_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writers, "MOST_WAITING_BYTES", 50)
    writer = Writer(folder)

    async def work() -> None:
        found = await asyncio.gather(
            *(writer.land(HEAD, bodies(value)) for value in range(6)),
            return_exceptions=True,
        )
        assert [result is None for result in found] == [True] * 3 + [False] * 3
        await writer.land(HEAD, bodies(9))

    run(writer, work)
    assert [call for _, call in lines(closed(folder)[0])] == [0, 1, 2, 9]


def test_a_stop_writes_what_waits_and_takes_no_more(folder: Path) -> None:
    writer = Writer(folder)

    async def work() -> None:
        waiting = asyncio.create_task(writer.land(HEAD, bodies(1)))
        await asyncio.sleep(0)
        stopping = asyncio.create_task(writer.stop())
        await asyncio.sleep(0)
        with pytest.raises(RefusedError, match="shutting down"):
            await writer.land(HEAD, bodies(2))
        await asyncio.gather(waiting, stopping)

    run(writer, work)
    assert lines(closed(folder)[0]) == [[1, 1]]
