"""``karvan dbt …``: dbt with a shop's settings and, for ``prod``, the run lock."""

from collections.abc import Sequence
from uuid import uuid4

from ingestion.loading import prepare
from orchestration import dbt
from orchestration.commands.terminal import fail, waiting
from orchestration.dbt_results import dbt_checks
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import record_checks
from warehouse.publishing import begin_build, end_build
from warehouse.settings import settings

READING_FILES = {"parse", "list", "ls", "deps", "clean"}
BUILDING = {"build", "run", "seed", "snapshot"}
THIS = {"karvan-dbt"}
"""What its unfinished builds are called: they end no other one's."""

DEFERRING = {"build", "run", "test", "compile", "show", "snapshot"}


def dbt_command(arguments: Sequence[str]) -> None:
    """Run dbt and end with its exit code.

    ``--target dev`` builds the analyst's own file; what it does not build it reads from
    the last run. It needs no lock and publishes nothing. A build of ``prod`` counts
    like that of a run: what fails in it is not published.
    """
    command = next((word for word in arguments if not word.startswith("-")), None)
    if dbt.target_of(arguments) == dbt.DEV:
        raise SystemExit(_run_on_dev(command, arguments))
    if command is None or command in READING_FILES:
        raise SystemExit(dbt.run(arguments))
    with run_lock("karvan dbt", on_wait=waiting):
        prepare()
        if command in BUILDING:
            raise SystemExit(_build(arguments))
        raise SystemExit(dbt.run(arguments))


def _run_on_dev(command: str | None, arguments: Sequence[str]) -> int:
    if not settings().snapshot_path.exists():
        fail("there is no snapshot yet; `karvan run` leaves one")
    deferred = ["--defer", "--state", str(dbt.target_path())]
    return dbt.run([*arguments, *(deferred if command in DEFERRING else [])])


def _build(arguments: Sequence[str]) -> int:
    begin_build(THIS)
    code = dbt.run(arguments)
    with connect() as connection:
        record_checks(connection, f"dbt-{uuid4()}", dbt_checks(dbt.target_path()))
    if code == 0:
        end_build(THIS)
    return code
