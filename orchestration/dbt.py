"""dbt with a shop's settings: its environment, variables, folders and manifest."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from orchestration.dbt_variables import PROJECT_PATH, recipe_of_events, variables
from warehouse.development import marts_link
from warehouse.lock import lock_descriptors
from warehouse.settings import settings

EXECUTABLE = Path(sys.executable).with_name("dbt")
PROD, DEV = "prod", "dev"
"""Targets: the shop's own tables, and an analyst's file beside them."""
TABLES = {"model", "seed", "snapshot"}


class DbtError(Exception):
    """dbt could not do what it was asked; the message is dbt's own."""


def environment() -> dict[str, str]:
    """Return the variables that ``profiles.yml`` reads, and telemetry off."""
    shop = settings()
    return {
        "KARVAN_DBT_WAREHOUSE": str(shop.warehouse_path),
        "KARVAN_DBT_CANDIDATE": str(shop.candidate_path),
        "KARVAN_DBT_SNAPSHOT": str(shop.snapshot_path),
        "KARVAN_DBT_PUBLISHED": str(marts_link()),
        "KARVAN_DBT_DEV": str(shop.dev_path),
        "KARVAN_DBT_MEMORY_LIMIT": shop.engine.memory_limit,
        "KARVAN_DBT_THREADS": str(shop.engine.threads or os.cpu_count() or 1),
        "KARVAN_DBT_EVENTS_RECIPE": recipe_of_events(),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def run(arguments: Sequence[str], *, quiet: bool = False) -> int:
    """Run dbt's command line on this shop and return its exit code.

    Args:
        arguments: As on dbt's command line, without folders and variables.
        quiet: Keep its output, and show it only if dbt fails.

    Raises:
        DbtError: If quiet and dbt fails.
    """
    command = [sys.executable, "-P", "-m", "orchestration.dbt_process", *arguments]
    if arguments and not arguments[0].startswith("-"):
        command += options(target_of(arguments))
    done = subprocess.run(  # noqa: S603
        command,
        env=os.environ | environment(),
        check=False,
        pass_fds=lock_descriptors(),
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if quiet and done.returncode != 0:
        message = f"dbt {arguments[0]} failed:\n{done.stdout}"
        raise DbtError(message)
    return done.returncode


def build(
    select: Sequence[str],
    *,
    tests: Sequence[str] = (),
    full_refresh: bool,
    on_built: Callable[[str], None],
    exclude: Sequence[str] = (),
) -> None:
    """Build models, seeds and history and test their data, in this process.

    A process of dbt's own takes 5 s to start and locks the warehouse no less. How
    each node went is in `target_path`, failures too.

    Args:
        select: Names of models, seeds and snapshots; all where it is empty.
        tests: Tests that are run beside those that read nothing but what is selected
            and what that is made of. A test that reads a model of a later build fails.
        full_refresh: Rebuild incremental models from nothing.
        exclude: What to leave out of it, as on dbt's command line.
        on_built: Called with ``schema.table`` of each one that was built.

    Raises:
        DbtError: If dbt could not begin, as when the project does not parse.
    """
    # Importing dbt takes 2 s, which those who only look at results need not pay.
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    from orchestration.dbt_process import dbtRunner

    def heard(event: Any) -> None:  # an EventMsg, whose data is made at run time
        if event.info.name != "NodeFinished":
            return
        node = event.data.node_info
        if node.resource_type in TABLES and node.node_status == "success":
            on_built(f"{node.node_relation.schema}.{node.node_relation.alias}")

    os.environ.update(environment())
    # Unit tests are of the code, not of the data: `make test` runs them.
    arguments = ["--log-level", "none", "build", "--exclude-resource-type", "unit_test"]
    if select:
        arguments += ["--select", *select, *tests, "--indirect-selection", "buildable"]
    arguments += ["--exclude", *exclude] if exclude else []
    arguments += ["--full-refresh"] if full_refresh else []
    try:
        result = dbtRunner(callbacks=[heard]).invoke([*arguments, *options(PROD)])
    finally:
        # It would keep the files open, with a configuration of its own.
        DuckDBConnectionManager.close_all_connections()
    if result.exception is not None:
        raise DbtError(str(result.exception)) from result.exception


def options(target: str = PROD) -> list[str]:
    """Return what dbt is told of this shop on each command line."""
    return [
        *("--project-dir", str(PROJECT_PATH)),
        *("--profiles-dir", str(PROJECT_PATH)),
        *("--target-path", str(target_path(target))),
        *("--log-path", str(settings().dbt_path / "logs")),
        *("--vars", variables()),
    ]


def target_of(arguments: Sequence[str]) -> str:
    """Return the target that a command line names, `PROD` by default."""
    for word, following in zip(arguments, [*arguments[1:], PROD], strict=True):
        if word in {"--target", "-t"}:
            return following
        if word.startswith("--target="):
            return word.removeprefix("--target=")
    return PROD


def target_path(target: str = PROD) -> Path:
    """Return the folder of what dbt compiles and of how its last invocation went."""
    return settings().dbt_path / ("target" if target == PROD else f"target-{target}")


def parse(target: str) -> None:
    """Parse the project in this process, reading again only the files that changed.

    Raises:
        DbtError: If it does not parse; the message is the first line of dbt's.
    """
    from orchestration.dbt_process import dbtRunner

    os.environ.update(environment())
    words = ["--log-level", "none", "parse", "--target", target, *options(target)]
    done = dbtRunner().invoke(words)
    if done.exception is not None:
        raise DbtError(_in_one_line(str(done.exception)))


def manifest_path() -> Path:
    """Return the manifest of the project as it is now, parsed anew only if it changed.

    Parsing takes 4 to 5 s and every Dagster process needs the manifest.

    Raises:
        DbtError: If the project does not parse.
    """
    folder = target_path()
    folder.mkdir(parents=True, exist_ok=True)
    manifest, stamp = folder / "manifest.json", folder / "manifest.stamp"
    with (settings().dbt_path / "parse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = project_hash()
        if not (manifest.exists() and stamp.exists() and stamp.read_text() == now):
            run(["parse"], quiet=True)
            stamp.write_text(now)
    return manifest


def project_hash() -> str:
    """Return a hash of the project's files, the shop's variables and dbt's version."""
    found = hashlib.sha256(f"{version('dbt-core')} {variables()}".encode())
    for path in sorted(PROJECT_PATH.rglob("*")):
        if path.suffix in {".sql", ".yml", ".csv"}:
            found.update(str(path.relative_to(PROJECT_PATH)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _in_one_line(message: str) -> str:
    return " ".join(line.strip() for line in message.splitlines() if line.strip())
