"""A full disk: senders are told to come later, and nothing acknowledged is lost."""

import asyncio
import json
import resource
import subprocess
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from ingestion.collector.refusal import RefusedError
from ingestion.collector.writer import RESERVE_BYTES, Writer
from tests.ingestion.collector.serving import Server, serving


@contextmanager
def disk(folder: Path, size: int) -> Generator[Path]:
    """Give a folder on a disk of its own."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a disk of memory needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def limit(server: Server, size: int) -> None:
    """Let no file of the collector grow beyond a size: a quota, as it sees it."""
    for worker in psutil.Process(server.process.pid).children():
        hard = resource.RLIM_INFINITY
        resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (size, hard))


def batch(first: int, count: int) -> dict[str, list[dict[str, int | str]]]:
    """Return a batch of numbered events of about 200 bytes."""
    return {"batch": [{"i": i, "x": "y" * 180} for i in range(first, first + count)]}


def test_what_was_acknowledged_before_during_and_after_is_there(
    tmp_path: Path,
) -> None:
    taken: list[int] = []

    def send(server: Server, first: int, count: int) -> int:
        answer = server.post("/v1/batch", batch(first, count))
        if answer.status == 200:
            taken.extend(range(first, first + count))
        else:
            assert answer.status == 503
            assert "cannot write" in answer.json["error"]
            assert int(answer.headers["retry-after"]) > 0
        return answer.status

    with serving(tmp_path) as server:
        assert send(server, 0, 100) == 200
        limit(server, 100_000)
        assert send(server, 1000, 1000) == 503
        assert send(server, 2000, 10) == 200
        assert send(server, 3000, 1000) == 503
        limit(server, resource.RLIM_INFINITY)
        assert send(server, 4000, 1000) == 200
        server.stop()
    assert [line["call"]["i"] for line in server.landed()] == taken


def test_under_load_each_event_is_there_or_its_sender_knows(tmp_path: Path) -> None:
    taken: list[int] = []
    refused: list[int] = []

    def send(server: Server, sender: int) -> None:
        for n in range(30):
            first, count = (sender * 30 + n) * 1000, 20 + 37 * (n % 20)
            answer = server.post("/v1/batch", batch(first, count))
            assert answer.status in (200, 503)
            known = taken if answer.status == 200 else refused
            known.extend(range(first, first + count))

    with serving(tmp_path) as server:
        limit(server, 120_000)
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda sender: send(server, sender), range(6)))
        server.stop()
    landed = [line["call"]["i"] for line in server.landed()]
    assert refused
    assert sorted(landed) == sorted(taken)
    for path in server.landing.glob("*/*"):
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))


def test_a_reserve_stays_free_and_freeing_more_is_enough(tmp_path: Path) -> None:
    size = RESERVE_BYTES + 8_000_000
    with disk(tmp_path / "disk", size) as folder, serving(folder) as server:
        assert server.post("/v1/track", {"n": 1}).status == 200
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(9_000_000))
        for answer in (
            server.post("/v1/track", {"n": 2}),
            server.ask("GET", "/health"),
        ):
            assert answer.status == 503
            assert "full" in answer.json["error"]
        ballast.unlink()
        assert server.ask("GET", "/health").status == 200
        assert server.post("/v1/track", {"n": 3}).status == 200
        server.stop()
        assert [line["call"]["n"] for line in server.landed()] == [1, 3]


def test_a_disk_without_a_byte_left_takes_events_again_once_it_has_some(
    tmp_path: Path,
) -> None:
    with disk(tmp_path / "disk", 2_000_000) as folder:
        writer = Writer(folder / "landing", reserve_bytes=0)
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(1_500_000))

        async def work() -> list[int]:
            writer.start()
            taken = []
            for n in range(40):
                if n == 30:
                    ballast.unlink()
                body = b'"call":{"i":%d,"x":"%b"}' % (n, b"y" * 30_000)
                try:
                    await writer.land(b'"source":"web"', [body])
                except RefusedError as refusal:
                    assert refusal.status.value == 503
                else:
                    taken.append(n)
            await writer.stop()
            return taken

        taken = asyncio.run(work())
        assert 5 < len(taken) < 40
        assert set(range(30, 40)) <= set(taken)
        lines = [
            json.loads(line)
            for path in sorted((folder / "landing").glob("*/*.ndjson"))
            for line in path.read_bytes().splitlines()
        ]
        assert [line["call"]["i"] for line in lines] == taken
