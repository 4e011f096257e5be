"""A collector that is killed under load: what it acknowledged is on disk, no line torn.

The whole family is killed at once, as by a machine that dies or memory that ends.
"""

import json
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import psutil
import pytest

from tests.ingestion.collector.serving import PATIENCE_S, Server, serving
from warehouse.landing import close_abandoned
from warehouse.settings import settings

pytestmark = pytest.mark.slow
KILLS = 20
SENDERS = 8


def send_until_killed(server: Server, sender: int, acknowledged: list[str]) -> None:
    """Send batches of many sizes; note the ids of those that were taken."""
    chance = random.Random(sender)
    for n in range(1_000_000):
        ids = [f"{sender}-{n}-{i}" for i in range(chance.randint(1, 200))]
        body = {"batch": [{"messageId": one, "x": "y" * 100} for one in ids]}
        try:
            answer = server.post("/v1/batch", body)
        except (OSError, HTTPException):
            return
        assert answer.status == 200
        acknowledged += ids


def kill_all(server: Server) -> None:
    """Kill a collector with its workers; they are gone then, and their locks too."""
    workers = psutil.Process(server.process.pid).children()
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    _, alive = psutil.wait_procs(workers, timeout=PATIENCE_S)
    assert alive == []


@pytest.mark.parametrize("kill", range(KILLS))
def test_what_was_acknowledged_is_there(shop, kill: int) -> None:
    acknowledged: list[str] = []
    with serving(shop.workspace, "--workers", str(1 + kill % 2)) as server:
        settings.cache_clear()
        with ThreadPoolExecutor(SENDERS) as pool:
            sending = [
                pool.submit(send_until_killed, server, sender, acknowledged)
                for sender in range(SENDERS)
            ]
            while len(acknowledged) < 300 * (kill + 1):
                assert not any(sent.done() for sent in sending)
                time.sleep(0.005)
            kill_all(server)
        for sent in sending:
            sent.result()
    left = close_abandoned()
    assert left
    assert not list(server.landing.glob("*/*.open"))
    landed: list[str] = []
    for path in sorted(server.landing.glob("*/*.ndjson")):
        data = path.read_bytes()
        assert data.endswith(b"\n")
        lines = [json.loads(line) for line in data.splitlines()]
        assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
        landed += [line["call"]["messageId"] for line in lines]
    assert len(landed) == len(set(landed))
    assert set(acknowledged) <= set(landed)


def test_who_comes_next_closes_what_was_left(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.post("/v1/track", {"n": 1}).status == 200
        kill_all(server)
        (left,) = server.landing.glob("*/*.open")
        with left.open("ab") as file:
            file.write(b'{"n":2,"source":"web","ca')
    with serving(tmp_path) as server:
        assert server.post("/v1/track", {"n": 2}).status == 200
        assert left.with_suffix(".ndjson").exists()
        server.stop()
    assert sorted(line["call"]["n"] for line in server.landed()) == [1, 2]
