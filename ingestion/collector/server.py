"""Serves the collector: granian's workers, each with an application of its own."""

import logging
import os
import resource
import time

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from ingestion.collector.app import Collector
from ingestion.collector.senders import Senders
from ingestion.collector.writer import Writer
from warehouse.settings import settings

HEADERS_MS = 10_000
"""How long a request's headers may take to come, and an idle connection stays."""
MOST_HEADER_BYTES = 64 * 1024
MOST_CONNECTIONS = 8192
"""Connections that a worker holds at once, most of them idle; more wait for it."""
DRAIN_S = 20
"""How long a worker may take to answer what it has begun, before it is killed."""
WORKERS = "KARVAN_COLLECTOR_WORKERS"
"""Variable by which a worker learns with how many it shares the senders' rates."""


def serve(
    host: str, port: int, workers: int = 1, *, target: str = f"{__name__}:application"
) -> None:
    """Serve until SIGTERM or SIGINT: then all that was begun is answered and closed.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        workers: Processes that take events; each writes files of its own.
        target: Module and function that give the application of a worker.
    """
    os.environ[WORKERS] = str(workers)
    _allow_connections()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    _Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        workers_kill_timeout=DRAIN_S,
        respawn_failed_workers=True,
        backpressure=MOST_CONNECTIONS,
        factory=True,
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADERS_MS, max_buffer_size=MOST_HEADER_BYTES
        ),
        log_level=LogLevels.warning,
    ).serve()


class _Server(MPServer):
    """Waits for its workers to end before it asks whether they did.

    Granian's own wait may end while the thread that watches a worker takes its exit
    code; it then said that it kills a worker that had ended well.
    """

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            worker.terminate()
        due = time.monotonic() + DRAIN_S
        while time.monotonic() < due and any(one.is_alive() for one in self.wrks):
            time.sleep(0.02)
        super()._stop_workers()


def _allow_connections() -> None:
    """Let a worker open as many sockets as it may hold, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, 2 * MOST_CONNECTIONS)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def application() -> Collector:
    """Return the application of a worker."""
    senders = Senders(workers=int(os.environ.get(WORKERS, "1")))
    return Collector(senders, Writer(settings().landing_path))
