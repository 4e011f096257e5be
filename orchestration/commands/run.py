"""``karvan run``: the pipeline with a progress bar, and what came of it."""

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from ingestion.backfill import Backfill
from ingestion.feeds import LoadError
from orchestration.alerts import look
from orchestration.commands.terminal import err, fail, out, waiting
from orchestration.dbt import DbtError
from orchestration.interruption import StoppedError, leave, stoppable
from orchestration.news import is_anything_new, note_unchanged
from orchestration.notifications.delivery import tell
from orchestration.progress import Progress as Step
from orchestration.running import RunFailedError, note_not_started, run_pipeline
from warehouse.first_event import curl, is_anything_landed, write_key
from warehouse.lock import run_lock
from warehouse.publishing import versions
from warehouse.settings import settings
from warehouse.status import COUNTS, Status, close_killed_run, read_status


def run_command(*, select: str | None = None, backfill: Backfill | None = None) -> None:
    """Run, and print what was loaded, checked and published.

    Ends with exit code 0 if a version was published or nothing was new, else with 1;
    then the last published version stays. A signal that asks it to end gives 130
    (Ctrl-C) or 143 (SIGTERM).
    """
    started = time.monotonic()
    with stoppable():
        try:
            with run_lock("karvan run", on_wait=waiting):
                status = _run(select, backfill)
        except StoppedError as stopped:  # while it waited
            leave(stopped.number)
    if status is not None:
        _summarise(status, time.monotonic() - started)


def _run(select: str | None, backfill: Backfill | None) -> Status | None:
    """Return the status that the run left; None if nothing was new."""
    close_killed_run()
    try:
        if select is None and backfill is None and not is_anything_new():
            note_unchanged()
            tell(read_status())
            _look_at_alerts()
            current = next(v for v in versions() if v.is_current)
            out.print(
                f"Nothing new since version {current.version} of "
                f"{current.published_at:%Y-%m-%d %H:%M} UTC."
            )
            return None
        with _shown() as show:
            return run_pipeline(show, select=select, backfill=backfill)
    except StoppedError as stopped:
        err.print("Stopped; `karvan run` goes on from here.")
        _say_what_stays()
        leave(stopped.number)
    except RunFailedError as error:
        _say_what_stays()
        fail(str(error))
    except (LoadError, DbtError) as error:
        note_not_started(str(error))
        raise


@contextmanager
def _shown() -> Generator[Callable[[Step], None]]:
    """Give a callback that shows steps: a bar on a terminal, else lines."""
    if not err.is_terminal:
        yield _lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Starting", total=1)

        def show(step: Step) -> None:
            bar.update(
                task,
                total=step.total,
                completed=step.done,
                description=step.doing.ljust(40)[:40],
            )

        yield show


def _lines() -> Callable[[Step], None]:
    said = ""

    def show(step: Step) -> None:
        nonlocal said
        if step.doing != said:
            said = step.doing
            err.print(f"[{step.done:>3}/{step.total}] {said}", markup=False)

    return show


def _look_at_alerts() -> None:
    """Remind, and send what waits; files of alerts may be new, too."""
    try:
        look()
    except OSError as error:
        err.print(f"The alerts were not looked at: {error}", markup=False)


def _say_what_stays() -> None:
    current = next((v for v in versions() if v.is_current), None)
    if current is not None:
        err.print(f"Version {current.version} stays published.")


def _summarise(status: Status, seconds: float) -> None:
    loaded = Table(
        "source", "entity", title=f"{settings().shop.name}", title_justify="left"
    )
    for name in COUNTS:
        loaded.add_column(name, justify="right")
    for row in status.ledger:
        counts = (f"{getattr(row, name):,}" for name in COUNTS)
        loaded.add_row(row.source_name, row.entity, *counts)
    out.print(loaded)
    failed = [check for check in status.checks if not check.is_passed]
    passed = len(status.checks) - len(failed)
    out.print(f"{passed} of {len(status.checks)} checks passed", end="")
    out.print(f"; {len(failed)} to look at:" if failed else ".")
    for check in failed:
        out.print(f"  {check.asset}: {check.message}", markup=False)
    if status.run.outcome == "published":
        current = next(v for v in versions() if v.is_current)
        size = current.size_bytes / 1e6
        out.print(f"Published version {current.version} ({size:,.0f} MB)", end=" ")
    out.print(f"in {seconds:,.0f} s.")
    karvan = _as_typed()
    key = write_key()
    if key is not None and not is_anything_landed():
        out.print("No event was sent yet. Start the collector and send one:")
        out.print(f"  {karvan} collect", markup=False)
        out.print(f"  {curl(key)}", markup=False, soft_wrap=True)
    out.print("Look next:", markup=False)
    out.print(f"  {karvan} up       the dashboard and the Dagster UI", markup=False)
    out.print(f"  {karvan} status   the last run, the ledger, checks, versions")
    out.print(f'  {karvan} query "select * from marts.kpi_daily_sales order by day_on"')


def _as_typed() -> str:
    """Return how a user calls this command line from where they are."""
    if which("karvan"):
        return "karvan"
    typed, here = Path(sys.argv[0]).absolute(), Path.cwd()
    return str(typed.relative_to(here) if typed.is_relative_to(here) else typed)
