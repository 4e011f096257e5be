"""``karvan collect``: how it starts, and how it ends with nothing lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.ingestion.collector.serving import (
    KEYS,
    PATIENCE_S,
    SETTINGS,
    basic,
    serving,
)

EVENT = {"userId": "secret-user", "event": "A"}
REQUEST = (
    b"POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: "
    + basic("sesame")["Authorization"].encode()
    + b"\r\nContent-Length: %d\r\n\r\n"
)


def collect(workspace: Path, *arguments: str, **environment: str) -> str:
    """Run the command where it must not start, and return what it says."""
    named = os.environ | {"KARVAN_CONFIG": str(workspace / "karvan.toml")}
    done = subprocess.run(
        [Path(sys.executable).with_name("karvan"), "collect", *arguments],
        env=named | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_missing_key_is_named(shop) -> None:
    shop.write(SETTINGS)
    assert "WEB_KEY is not set" in collect(shop.workspace, SLOW_KEY="x")


def test_a_shop_without_senders_is_told_how_to_have_one(shop) -> None:
    assert "WEB_WRITE_KEY" in collect(shop.workspace)


def test_a_port_that_is_taken_is_named(shop) -> None:
    shop.write(SETTINGS)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = collect(shop.workspace, "--port", port, **KEYS)
    assert f"cannot listen on 127.0.0.1:{port}" in said
    said = collect(shop.workspace, "--host", "nowhere.invalid", **KEYS)
    assert "cannot listen on nowhere.invalid" in said


@pytest.mark.parametrize("workers", ["1", "3"])
def test_a_stop_closes_all_files_and_says_what_came(
    tmp_path: Path, workers: str
) -> None:
    with serving(tmp_path, "--workers", workers) as server:
        for _ in range(20):
            assert server.post("/v1/track", EVENT).status == 200
        assert server.post("/v1/track", EVENT, "open").status == 401
        assert [path.suffix for path in server.landing.glob("*/*.ndjson")] == []
        said = server.stop()
        assert {path.suffix for path in server.landing.glob("*/*")} == {".ndjson"}
        assert len(server.landed()) == 20
    assert "events on disk" in said
    assert "1 answered 401" in said
    assert "secret-user" not in said
    assert "sesame" not in said


def test_what_was_begun_is_answered_before_the_end(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        idle, begun = server.connect(), server.connect()
        begun.sendall(REQUEST % 20 + b'{"event":')
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        _wait_until_closed(server.port)
        begun.sendall(b'"late"    }')
        assert begun.recv(9999).startswith(b"HTTP/1.1 200 ")
        said, _ = server.process.communicate(timeout=PATIENCE_S)
        assert server.process.returncode == 0, said
        assert server.landed()[0]["call"] == {"event": "late"}
        assert [path.suffix for path in server.landing.glob("*/*")] == [".ndjson"]
        idle.close()


def test_workers_end_with_who_started_them(tmp_path: Path) -> None:
    """Else they would hold the port, and the next collector could not start."""
    with serving(tmp_path, "--workers", "2") as server:
        assert server.post("/v1/track", EVENT).status == 200
        workers = psutil.Process(server.process.pid).children()
        server.process.kill()
        _, alive = psutil.wait_procs(workers, timeout=PATIENCE_S)
        assert alive == []
        assert [path.suffix for path in server.landing.glob("*/*")] == [".ndjson"]
    assert len(server.landed()) == 1


def test_a_killed_worker_is_replaced_and_its_file_closed(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.post("/v1/track", EVENT).status == 200
        (worker,) = psutil.Process(server.process.pid).children()
        worker.kill()
        deadline = time.monotonic() + PATIENCE_S
        while not list(server.landing.glob("*/*.ndjson")):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert server.post("/v1/track", EVENT).status == 200
        server.stop()
    assert len(server.landed()) == 2


def _wait_until_closed(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    message = "the collector still listens"
    raise TimeoutError(message)
