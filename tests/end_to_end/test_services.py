"""``karvan up``: all services answer, and one interrupt ends all of them."""

import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.end_to_end.conftest import executable
from tests.end_to_end.services import PATIENCE_S, answers, open_ports

SENDER = """
[[sources]]
name = "web"
kind = "events"
write_key = "demo"
"""


@pytest.fixture(scope="module")
def ports(workspace: Path) -> dict[str, int]:
    return open_ports(workspace, SENDER)


@pytest.fixture(scope="module")
def services(workspace: Path, ports: dict[str, int]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [executable(), "up"],
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
