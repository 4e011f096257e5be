"""A collector of a shop's own, and what it landed."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.end_to_end.conftest import executable
from tests.ingestion.clients.install import NODE, node_modules
from warehouse.settings import settings

KEYS = {
    "site": "key-of-the-site",
    "backend": "key-of-the-backend",
    "throttled": "key-of-the-throttled",
}
"""Source to its write key."""

TOML = "".join(
    f'[[sources]]\nname = "{name}"\nkind = "events"\nwrite_key = "env:{name.upper()}"\n'
    for name in KEYS
)
TOML += "events_per_second = 1\n"  # of the last one


ARGUMENTS = {
    "userId": "user_id",
    "groupId": "group_id",
    "previousId": "previous_id",
    "messageId": "message_id",
}


class Collector:
    """``karvan collect`` on a port of its own; it may start after its clients."""

    def __init__(self, workspace: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = workspace / "collector.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [executable(), "collect", "--port", str(self.port)],
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        for _ in range(300):
            try:
                with urlopen(f"{self.address}/health", timeout=1):  # noqa: S310
                    return
            except (URLError, OSError):
                assert self._process.poll() is None, self._log.read_text()
                time.sleep(0.1)
        pytest.fail(f"the collector did not start in 30 s: {self._log.read_text()}")

    def stop(self) -> None:
        """Stop it as a service manager does."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def lines(self) -> list[dict[str, Any]]:
        """Return what is landed, as acknowledged: a line is on disk before a 200."""
        texts = [
            path.read_text() for path in sorted(settings().landing_path.glob("*/*"))
        ]
        return [json.loads(line) for text in texts for line in text.splitlines()]

    def lines_of(self, count: int) -> list[dict[str, Any]]:
        """Return what is landed once there are that many, or what there is in 20 s."""
        for _ in range(200):
            if len(found := self.lines()) >= count:
                return found
            time.sleep(0.1)
        return self.lines()


def told(client: Any, call: dict[str, Any], **more: Any) -> None:
    """Make a call with a client for Python."""
    arguments = {
        ARGUMENTS.get(name, name): value
        for name, value in call.items()
        if name != "type"
    }
    getattr(client, call["type"])(**arguments, **more)


@pytest.fixture
def sleeping_collector(shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    """Give a collector that is not started."""
    for name, key in KEYS.items():
        monkeypatch.setenv(name.upper(), key)
    shop.write(TOML)
    found = Collector(shop.workspace)
    yield found
    found.stop()


@pytest.fixture
def collector(sleeping_collector: Collector) -> Collector:
    """Give a collector that answers."""
    sleeping_collector.start()
    return sleeping_collector


@pytest.fixture(scope="session")
def node_clients() -> Path:
    """Give the folder of the clients that `make clients` installs."""
    found = node_modules()
    if not found.exists():
        pytest.fail("the event clients are not installed; `make clients` does it")
    return found


@pytest.fixture
def node(node_clients: Path):
    """Run a script of this folder in Node, which finds the clients."""

    def run(script: str, *arguments: str) -> str:
        # Modules are looked for beside a script; so it runs from beside them.
        source = (Path(__file__).parent / script).read_text()
        done = subprocess.run(
            [NODE, "--input-type=commonjs", "-", *arguments],
            input=source,
            cwd=node_clients.parent,
            env=os.environ | {"NODE_PATH": str(node_clients)},
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
