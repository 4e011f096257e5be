"""A collector as a shop runs it: the command, on a free port, in a workspace."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

PATIENCE_S = 60.0
SETTINGS = """
[[sources]]
name = "web"
kind = "events"
write_key = "env:WEB_KEY"
[[sources]]
name = "till"
kind = "events"
write_key = "demo"
[[sources]]
name = "slow"
kind = "events"
write_key = "env:SLOW_KEY"
events_per_second = 10
"""
KEYS = {"WEB_KEY": "sesame", "SLOW_KEY": "snail"}


def basic(key: str) -> dict[str, str]:
    """Return the header that shows a write key, as senders' libraries do."""
    return {"Authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"}


@dataclass
class Answer:
    """What the collector said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """Return the body, which is an object."""
        return json.loads(self.body)


@dataclass
class Server:
    """A collector that runs."""

    process: subprocess.Popen[str]
    port: int
    landing: Path

    def connect(self) -> socket.socket:
        """Return a connection that a test speaks on by itself."""
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def post(
        self, path: str, body: object, key: str | None = "sesame", **headers: str
    ) -> Answer:
        """Send a body, as JSON if it is none yet."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.ask("POST", path, data, {**(basic(key) if key else {}), **headers})

    def landed(self) -> list[dict[str, Any]]:
        """Return the lines that are on disk, in the order of files and lines."""
        return [json.loads(line) for line in self.raw_lines()]

    def raw_lines(self) -> list[bytes]:
        """Return the lines as they are, without their ends."""
        files = sorted(self.landing.glob("*/*"))
        return [line for path in files for line in path.read_bytes().splitlines()]

    def stop(self) -> str:
        """End it in order, and return what it printed."""
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=PATIENCE_S)
        assert self.process.returncode == 0, output
        return output


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(
    workspace: Path, *arguments: str, settings: str = SETTINGS, **limits: Any
) -> Generator[Server]:
    """Run ``karvan collect`` until the block ends; a test may end it before."""
    config = workspace / "karvan.toml"
    config.write_text(settings)
    environment = os.environ | KEYS | {"KARVAN_CONFIG": str(config)}
    environment.pop("KARVAN_HOME", None)
    port = free_port()
    command = Path(sys.executable).with_name("karvan")
    process = subprocess.Popen(
        [command, "collect", "--port", str(port), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        **limits,
    )
    server = Server(process, port, workspace / ".karvan" / "landing")
    try:
        _wait_for(server)
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            server.ask("GET", "/health")
        except OSError:
            assert server.process.poll() is None, server.process.communicate()[0]
            time.sleep(0.05)
        else:
            return
    message = "the collector does not answer"
    raise TimeoutError(message)
