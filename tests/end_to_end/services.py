"""What the tests of running services need: free ports, and patience until they answer.

Imported by the tests that start ``karvan up``.
"""

import socket
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

PATIENCE_S = 120


def open_ports(workspace: Path, settings: str) -> dict[str, int]:
    """Write a shop's settings with ports that are free now, and return these."""
    names = ("dagster_port", "dashboard_port", "collector_port")
    found = {name: free_port() for name in names}
    lines = [f"{name} = {port}" for name, port in found.items()]
    (workspace / "karvan.toml").write_text("\n".join([settings, "[services]", *lines]))
    return found


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
