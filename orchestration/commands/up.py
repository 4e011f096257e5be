"""``karvan up``: dashboard, Dagster UI with its daemon, collector, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from orchestration.commands.terminal import err, fail, out
from orchestration.model_docs import docs_path
from orchestration.running import prepare_dagster
from warehouse.settings import REPOSITORY, config_path, settings

HOST = "127.0.0.1"
COLLECTOR = "The collector"
DAGSTER = "The Dagster UI"
GRACE_S = 25
"""Longer than the collector takes to answer what it has begun."""
LOOK_S = 1800

WORKSPACE_YAML = """\
load_from:
  - python_module:
      module_name: orchestration.definitions
      location_name: karvan
"""


def up_command() -> None:
    """Start the services, print their addresses, and end all when one ends."""
    for number in (signal.SIGINT, signal.SIGTERM):
        # A script's `&` leaves SIGINT ignored, and children would inherit that.
        signal.signal(number, signal.default_int_handler)
    # The services run in the repository: a relative path would lead them elsewhere.
    os.environ["KARVAN_CONFIG"] = str(config_path())
    # The daily schedule looks at all sources before it asks for a run.
    os.environ.setdefault("DAGSTER_SCHEDULE_GRPC_TIMEOUT_SECONDS", str(LOOK_S))
    services = {
        name: subprocess.Popen(  # noqa: S603
            command,
            cwd=REPOSITORY,
            start_new_session=True,
            stderr=subprocess.PIPE if name == DAGSTER else None,
        )
        for name, command in _commands().items()
    }
    is_stopping = Event()
    Thread(target=_pass_on, args=(services[DAGSTER], is_stopping), daemon=True).start()
    ports = settings().services
    out.print(f"Dashboard   http://{HOST}:{ports.dashboard_port}")
    if (docs_path() / "models").exists():
        out.print(f"Model docs  http://{HOST}:{ports.dashboard_port}/docs/dbt/models/")
    out.print(f"Dagster UI  http://{HOST}:{ports.dagster_port}")
    if COLLECTOR in services:
        out.print(f"Collector   http://{HOST}:{ports.collector_port}")
    out.print("Ctrl-C ends all.")
    ended = None
    try:
        while ended is None:
            time.sleep(0.5)
            ended = next((n for n, p in services.items() if p.poll() is not None), None)
    except KeyboardInterrupt:
        is_stopping.set()
        err.print("Stopping …")
    finally:
        _stop(list(services.values()))
    if ended is not None:
        fail(f"{ended} has ended by itself; its last lines above say why")


def _commands() -> dict[str, list[str]]:
    ports = settings().services
    workspace = prepare_dagster() / "workspace.yaml"
    workspace.write_text(WORKSPACE_YAML)
    python = Path(sys.executable)
    os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    dagster = [str(python), "-m", "dagster", "dev", "--workspace", str(workspace)]
    streamlit = [str(python), "-m", "streamlit", "run", "dashboards/streamlit_app.py"]
    collector = [str(python.with_name("karvan")), "collect", "--host", HOST]
    is_sent_to = any(source.write_key for source in settings().sources)
    return {
        DAGSTER: [
            *dagster,
            *("--host", HOST, "--port", str(ports.dagster_port)),
            *("--log-level", "warning"),
        ],
        "The dashboard": [
            *streamlit,
            *("--server.address", HOST, "--server.port", str(ports.dashboard_port)),
            *("--server.headless", "true", "--browser.gatherUsageStats", "false"),
        ],
        **({COLLECTOR: collector} if is_sent_to else {}),
    }


def _pass_on(service: subprocess.Popen[bytes], is_stopping: Event) -> None:
    """Show what a service says until it is stopped.

    Dagster, stopped while it starts, prints the stack of each of its processes.
    """
    for line in service.stderr or ():
        if not is_stopping.is_set():
            sys.stderr.buffer.write(line)
            sys.stderr.flush()


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each service to end; it ends what it started, in its order."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_S
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
    for process in processes:
        with suppress(ProcessLookupError):  # all of it has ended
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
