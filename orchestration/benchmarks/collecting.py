"""The collector under load: events on disk a second, and how long an answer takes.

Its peers are itself with the disk's part left out: without the sync, and without any
writing, which leaves HTTP, JSON and keys.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ingestion.collector.app import Collector
from ingestion.collector.senders import Senders
from ingestion.collector.writer import Writer
from orchestration.benchmarks.measuring import Figure
from orchestration.benchmarks.sending import KEY, Sent
from warehouse.settings import settings

CONNECTIONS, REQUESTS, ROUNDS = 32, 8_000, 5
LIMIT_PER_S, LIMIT_MS = 50_000, 40
START_S = 30

SETTINGS = f"""
[[sources]]
name = "web"
kind = "events"
write_key = "{KEY}"
"""
SERVE = """
import sys
from ingestion.collector.server import serve
serve("127.0.0.1", int(sys.argv[1]), target=sys.argv[2])
"""
COLLECTOR = "ingestion.collector.server:application"
UNSYNCED = f"{__name__}:unsynced"
UNWRITTEN = f"{__name__}:unwritten"


class Forgetful(Writer):
    """Says at once that lines are there, and writes none."""

    async def land(self, head: bytes, bodies: Sequence[bytes]) -> None:
        """Do nothing with the lines of a request."""


def unsynced() -> Collector:
    """Return a collector that writes and does not wait for the disk."""
    return Collector(Senders(), Writer(settings().landing_path, sync=lambda _: None))


def unwritten() -> Collector:
    """Return a collector that only looks whether a request could be taken."""
    return Collector(Senders(), Forgetful(settings().landing_path))


def figures() -> Iterator[Figure]:
    """Yield the figures; each of the best of several runs, in turns with its peers."""
    runs: dict[str, list[Sent]] = {COLLECTOR: [], UNSYNCED: [], UNWRITTEN: []}
    for _ in range(ROUNDS):
        for target, sent in runs.items():
            sent.append(_sent_to(target))
    best = {
        target: max(sent, key=lambda one: one.events_per_second)
        for target, sent in runs.items()
    }
    found = best[COLLECTOR]
    for target, peer in ((UNSYNCED, "without the sync"), (UNWRITTEN, "without disk")):
        rate = best[target].events_per_second
        yield Figure(
            "events on disk, acknowledged",
            f"{found.events_per_second:,.0f} a second",
            f"{rate:,.0f} {peer}",
            rate / found.events_per_second,
            f"{LIMIT_PER_S:,} a second",
            found.events_per_second >= LIMIT_PER_S,
        )
    yield Figure(
        "an answer, 99 of 100 within",
        f"{found.p99_ms:.1f} ms (median {found.median_ms:.1f})",
        f"{best[UNSYNCED].p99_ms:.1f} ms without the sync",
        found.p99_ms / best[UNSYNCED].p99_ms,
        f"{LIMIT_MS} ms",
        found.p99_ms <= LIMIT_MS,
    )


def _sent_to(target: str) -> Sent:
    command = [sys.executable, "-m", "orchestration.benchmarks.sending"]
    with _collector(target) as port:
        sizes = [str(number) for number in (port, CONNECTIONS, REQUESTS)]
        done = subprocess.run(  # noqa: S603
            [*command, *sizes], check=True, capture_output=True, text=True
        )
    return Sent(**json.loads(done.stdout))


@contextmanager
def _collector(target: str) -> Generator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="karvan-") as folder:
        config = Path(folder) / "karvan.toml"
        config.write_text(SETTINGS)
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", SERVE, str(port), target],
            env=os.environ
            | {"KARVAN_CONFIG": str(config), "KARVAN_HOME": str(Path(folder) / "home")},
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
