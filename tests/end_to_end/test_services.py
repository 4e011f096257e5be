"""``karvan up``: all services answer, and one interrupt ends all of them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import psutil
import pytest

PATIENCE_S = 120
SENDER = """
[[sources]]
name = "web"
kind = "events"
write_key = "demo"
"""


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def ports(workspace: Path) -> dict[str, int]:
    names = ("dagster_port", "dashboard_port", "collector_port")
    found = {name: free_port() for name in names}
    lines = [f"{name} = {port}" for name, port in found.items()]
    (workspace / "karvan.toml").write_text("\n".join([SENDER, "[services]", *lines]))
    return found


@pytest.fixture(scope="module")
def services(workspace: Path, ports: dict[str, int]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [Path(sys.executable).with_name("karvan"), "up"],
        # A relative path, as one who stands beside it types.
        env=os.environ | {"KARVAN_CONFIG": "karvan.toml"},
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    for child in psutil.Process(os.getpid()).children(recursive=True):
        if child.pid == process.pid:
            child.kill()


def answers(url: str) -> bool:
    """Return whether a service answers before patience ends."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310
                return answer.status == 200
        except (URLError, ConnectionError):
            time.sleep(0.5)
    return False


def test_the_dashboard_answers(
    services: subprocess.Popen[str], ports: dict[str, int]
) -> None:
    assert answers(f"http://127.0.0.1:{ports['dashboard_port']}/_stcore/health")


def test_the_dagster_ui_answers(
    services: subprocess.Popen[str], ports: dict[str, int]
) -> None:
    assert answers(f"http://127.0.0.1:{ports['dagster_port']}/server_info")


def test_the_collector_takes_events(
    services: subprocess.Popen[str], ports: dict[str, int], workspace: Path
) -> None:
    address = f"http://127.0.0.1:{ports['collector_port']}"
    assert answers(f"{address}/health")
    body = b'{"writeKey": "demo", "userId": "u", "event": "Signed In"}'
    with urllib.request.urlopen(f"{address}/v1/track", body) as answer:  # noqa: S310
        assert answer.status == 200
    (file,) = (workspace / ".karvan" / "landing").glob("*/*")
    assert b"Signed In" in file.read_bytes()


def test_one_interrupt_ends_all(services: subprocess.Popen[str]) -> None:
    family = psutil.Process(services.pid).children(recursive=True)
    assert len(family) >= 3
    services.send_signal(signal.SIGINT)
    output, _ = services.communicate(timeout=PATIENCE_S)
    assert services.returncode == 0, output
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    assert alive == []
