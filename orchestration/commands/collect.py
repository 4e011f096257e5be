"""``karvan collect``: the collector alone, until SIGTERM or Ctrl-C."""

import os
import socket

from ingestion.collector.senders import Senders
from ingestion.collector.server import serve
from orchestration.commands.terminal import fail, out
from warehouse.settings import config_path, settings


def collect_command(host: str, port: int | None, workers: int) -> None:
    """Serve the collector; what keeps it from starting is one message.

    Args:
        host: Address to listen on.
        port: Port to listen on; None for that of the settings.
        workers: Processes that take events.
    """
    port = port or settings().services.collector_port
    sources = ", ".join(Senders().sources)
    try:
        family, kind, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        fail(f"cannot listen on {host}:{port}: {error.strerror}; name another")
    os.environ["KARVAN_CONFIG"] = str(config_path())
    out.print(f"Collector   http://{host}:{port}, for {sources}", markup=False)
    serve(str(address[0]), port, workers)
