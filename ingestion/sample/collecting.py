"""A collector for the sample alone, in a process of its own, on a free port.

It is the collector as it is; only its settings are others: one source, whose key is
that of the demo, which no other machine can use.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from ingestion.feeds import LoadError
from warehouse.settings import Source, settings

KEY = "demo"
HOST = "127.0.0.1"
START_S = 30
STOP_S = 60
SETTINGS = """\
# Written by Karvan, for the collector that takes the events of the sample.
home = {home}
[[sources]]
name = {name}
kind = "sample"
write_key = "{key}"
"""


@contextmanager
def collector(source: Source, folder: Path) -> Generator[str]:
    """Start the collector, give its address, and end it once all is on disk.

    Args:
        source: Whose events it takes.
        folder: Where its settings and what it says are written.

    Raises:
        LoadError: If it does not start.
    """
    toml = folder / "karvan.toml"
    home, name = json.dumps(str(settings().home)), json.dumps(source.name)
    toml.write_text(SETTINGS.format(home=home, name=name, key=KEY))
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    address = f"http://{HOST}:{port}"
    environment = os.environ | {"KARVAN_CONFIG": str(toml)}
    environment.pop("KARVAN_HOME", None)
    log = folder / "collector.log"
    with log.open("w") as said:
        process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-m", __name__, str(port)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"{address}/health", process, log)
        yield address
    finally:
        if process.stdin:
            process.stdin.close()
        process.wait(timeout=STOP_S)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    due = time.monotonic() + START_S
    while time.monotonic() < due and process.poll() is None:
        try:
            with urlopen(address, timeout=1):  # noqa: S310 - http on loopback
                return
        except (URLError, OSError):
            time.sleep(0.05)
    message = f"the sample's collector did not start; it says: {log.read_text()}"
    raise LoadError(message)


def main() -> None:
    """Serve until standard input ends, as it does too when its starter is killed."""
    from ingestion.collector.server import serve

    def end() -> None:
        # Not by sys.stdin: workers are forked, and would wait for its lock for ever.
        os.read(0, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end, daemon=True).start()
    serve(HOST, int(sys.argv[1]))


if __name__ == "__main__":
    main()
