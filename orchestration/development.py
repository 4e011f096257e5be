"""An analyst's builds: their own file, of the data that the last run left.

They read the snapshot of the warehouse and the version that its run published, so they
need no lock that a run or the dashboard holds. What is not selected is read from there.
"""

import gc
import json
import os
import re
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from orchestration import dbt
from orchestration.dbt_failures import failures
from orchestration.dbt_state import MANIFEST, METRICS, state_path
from orchestration.project_rules import Missing, lacks
from warehouse.development import point_at_marts
from warehouse.lock import DEV, LockedError, run_lock
from warehouse.settings import settings
from warehouse.snapshot import snapshot_version

OFFLINE = {"parse", "list", "ls", "deps", "clean"}
"""Commands of dbt that open no database."""

BUILDING = {"build", "run"}
DEFERRING = {"build", "run", "test", "compile", "show", "snapshot", "list", "ls"}
_READER = re.compile(r"\(PID (\d+)\)")


class DevelopmentError(Exception):
    """An analyst's build could not begin; the message says why."""


def develop(arguments: Sequence[str], say: Callable[[str], None]) -> int:
    """Run dbt on the analyst's own file and return its exit code.

    Args:
        arguments: As on dbt's command line, without folders and variables.
        say: Called with each line that is said beside what dbt prints: what failed,
            and what the models that it was about still lack.

    Raises:
        DevelopmentError: If there is nothing to build from, or the file is in use.
    """
    command = next((word for word in arguments if not word.startswith("-")), "")
    if not settings().snapshot_path.exists():
        message = "there is no snapshot yet; `karvan run` leaves one"
        raise DevelopmentError(message)
    with on_dev(command):
        if command not in OFFLINE and point_at_marts():
            version = snapshot_version()
            say(f"Version {version} was published since; dev.duckdb is begun anew.")
        if command not in OFFLINE:
            _expect_no_reader()
        return _invoke(command, arguments, say)


@contextmanager
def on_dev(command: str) -> Generator[None]:
    """Hold the analyst's file while the block runs.

    Raises:
        DevelopmentError: If another process holds it.
    """
    try:
        with run_lock(f"karvan dbt {command} --target dev", name=DEV):
            yield
    except LockedError as error:
        message = f"{error}; wait until it is done"
        raise DevelopmentError(message) from error


def _invoke(command: str, arguments: Sequence[str], say: Callable[[str], None]) -> int:
    # In this process, for a start of Python less; importing dbt takes 1.5 s.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    from orchestration.dbt_process import dbtRunner

    os.environ.update(dbt.environment())
    deferred = []
    if command in DEFERRING and (state_path() / MANIFEST).exists():
        deferred = ["--defer", "--state", str(state_path())]
    # dbt keeps nearly all that it makes: looking for what it does not took 0.9 of 5 s.
    gc.disable()
    try:
        done = dbtRunner().invoke([*arguments, *deferred, *dbt.options(dbt.DEV)])
    finally:
        gc.enable()
        DuckDBConnectionManager.close_all_connections()
    results = getattr(done.result, "results", ())
    for line in failures(results):
        say(line)
    if command in BUILDING:
        for one in lacking({result.node.name for result in results}):
            say(str(one))
    if done.exception is not None:
        say(str(done.exception))
        return 2
    return 0 if done.success else 1


def lacking(models: Collection[str] | None = None) -> list[Missing]:
    """Return what models lack as they were last parsed for an analyst.

    Args:
        models: Names of those that count; all of them, and metrics, if None.
    """
    folder = dbt.target_path(dbt.DEV)
    files = [json.loads((folder / name).read_text()) for name in (MANIFEST, METRICS)]
    return [
        one for one in lacks(*files) if models is None or Path(one.path).stem in models
    ]


def _expect_no_reader() -> None:
    if not settings().dev_path.exists():
        return
    try:
        duckdb.connect(settings().dev_path).close()
    except duckdb.IOException as error:
        by = _READER.search(str(error))
        who = f"process {by[1]}" if by else "another process"
        message = f"dev.duckdb is being read by {who}; close that query first"
        raise DevelopmentError(message) from error
