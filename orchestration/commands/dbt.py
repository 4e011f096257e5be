"""``karvan dbt …``: dbt with a shop's settings and, for ``prod``, the run lock."""

from collections.abc import Sequence
from uuid import uuid4

from orchestration import dbt, dbt_state
from orchestration.commands.terminal import err, fail, out, waiting
from orchestration.dbt_results import dbt_checks
from orchestration.development import OFFLINE, DevelopmentError, develop
from orchestration.project_check import check
from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import record_checks
from warehouse.publishing import begin_build, end_build

BUILDING = {"build", "run", "seed", "snapshot"}
CHECK = "check"
"""Our own command among dbt's: what models and metrics lack."""

THIS = {"karvan-dbt"}
"""What its unfinished builds are called: they end no other one's."""


def dbt_command(arguments: Sequence[str]) -> None:
    """Run dbt and end with its exit code.

    ``--target dev`` builds the analyst's own file; what it does not build it reads from
    the last run. It waits for no run and publishes nothing. ``check`` is not dbt's: it
    says what models and metrics lack. A build of ``prod`` counts like that of a run:
    what fails in it is not published.
    """
    command = next((word for word in arguments if not word.startswith("-")), None)
    if command == CHECK:
        raise SystemExit(_check(arguments))
    if dbt.target_of(arguments) == dbt.DEV:
        raise SystemExit(_develop(arguments))
    if command is None or command in OFFLINE:
        raise SystemExit(dbt.run(arguments))
    from ingestion.loading import prepare  # 0.3 s, which an analyst need not wait

    with run_lock("karvan dbt", on_wait=waiting):
        prepare()
        if command in BUILDING:
            raise SystemExit(_build(arguments))
        raise SystemExit(dbt.run(arguments))


def _develop(arguments: Sequence[str]) -> int:
    try:
        return develop(arguments, _say)
    except DevelopmentError as error:
        fail(str(error))


def _check(arguments: Sequence[str]) -> int:
    """Print one line for each thing that is missing; exit code 1 if there is any."""
    everything = "--all" in arguments
    try:
        found = check(is_whole=everything)
    except DevelopmentError as error:
        fail(str(error))
    for line in found:
        out.print(line, markup=False, soft_wrap=True)
    if not found:
        out.print("Nothing is missing.")
    return 1 if found else 0


def _say(line: str) -> None:
    err.print(line, markup=False)


def _build(arguments: Sequence[str]) -> int:
    begin_build(THIS)
    code = dbt.run(arguments)
    dbt_state.set_aside()
    with connect() as connection:
        record_checks(connection, f"dbt-{uuid4()}", dbt_checks(dbt.target_path()))
    if code == 0:
        end_build(THIS)
    return code
