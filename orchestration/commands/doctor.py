"""``karvan doctor``: what would keep a run from going well, each with its fix."""

import shutil
import socket
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from ingestion.inspection import source_problems
from orchestration.alerts import alert_problems
from orchestration.commands.terminal import out
from orchestration.goals import goal_problems
from orchestration.kpis import kpi_problems
from orchestration.notifications.alerts import unreachable
from orchestration.notifications.channels import channels
from orchestration.notifications.messages import trial
from orchestration.notifications.outbox import send
from warehouse.lock import holder
from warehouse.publishing import versions
from warehouse.settings import config_path, settings
from warehouse.settings.alerts import ALERTS
from warehouse.settings.entries import Entry, Kind, T
from warehouse.settings.goals import GOALS
from warehouse.settings.kpis import KPIS
from warehouse.settings.secrets import MissingSecretError, secret
from warehouse.status import read_status

FREE_BYTES = 2 * 1024**3
"""A run of the demo shop writes about a tenth of this."""


@dataclass(frozen=True)
class Diagnosis:
    """One thing looked at."""

    what: str
    finding: str
    fix: str | None = None
    """What to do; None where all is well."""


def doctor_command(*, notify: bool = False) -> None:
    """Print what was looked at; exit code 1 if anything needs mending.

    Args:
        notify: Whether to send a test message to all who are told of failures.
    """
    looks = (*LOOKS, _trial) if notify else LOOKS
    diagnoses = [found for look in looks for found in look()]
    for found in diagnoses:
        mark = "[green]ok  [/green]" if found.fix is None else "[red]mend[/red]"
        out.print(mark, end=" ")
        out.print(f"{found.what}: {found.finding}", markup=False)
        if found.fix is not None:
            out.print(f"     → {found.fix}", markup=False)
    ill = sum(found.fix is not None for found in diagnoses)
    out.print("All is well." if ill == 0 else f"{ill} to mend.")
    raise SystemExit(1 if ill else 0)


def _settings() -> Iterator[Diagnosis]:
    shop = settings().shop
    yield Diagnosis("settings", f"{config_path()} ({shop.name}, {shop.timezone})")
    if not settings().sources:
        fix = "add a [[sources]] entry to the settings; README.md shows one"
        yield Diagnosis("sources", "none", fix)


def _sources() -> Iterator[Diagnosis]:
    for source in settings().sources:
        problems = source_problems(source)
        for problem in problems:
            yield Diagnosis(f"source {source.name}", "cannot be loaded", problem)
        if not problems:
            entities = ", ".join(source.entities) or source.kind
            yield Diagnosis(f"source {source.name}", entities)


def _write_keys() -> Iterator[Diagnosis]:
    for source in settings().sources:
        what = f"write key of {source.name}"
        if source.write_key is not None:
            try:
                secret(source.write_key)
            except MissingSecretError as error:
                yield Diagnosis(what, f"{source.write_key} is missing", str(error))
            else:
                yield Diagnosis(what, "is there")
        elif source.kind == "events" and source.path is None:
            fix = "write write_key = 'env:' and the name of a variable that holds it"
            yield Diagnosis(what, "is not named", fix)


def _versions() -> Iterator[Diagnosis]:
    python = ".".join(str(part) for part in sys.version_info[:3])
    packages = ("dagster", "dbt-core", "dbt-duckdb", "dlt", "duckdb", "streamlit")
    found = ", ".join(f"{package} {version(package)}" for package in packages)
    yield Diagnosis("versions", f"Python {python}, {found}")


def _disk() -> Iterator[Diagnosis]:
    home = settings().home
    there = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(there).free
    written = sum(
        path.stat().st_size
        for path in (settings().warehouse_path, settings().candidate_path)
        if path.exists()
    )
    # The next version and the snapshot are copies of what a run writes.
    needed = max(FREE_BYTES, 3 * written)
    finding = f"{free / 1e9:,.1f} GB free at {home}"
    if free < needed:
        fix = f"free {needed / 1e9:,.1f} GB, or name another folder in KARVAN_HOME"
        yield Diagnosis("disk", finding, fix)
    else:
        yield Diagnosis("disk", finding)


def _ports() -> Iterator[Diagnosis]:
    ports = settings().services
    named = [
        ("dashboard_port", ports.dashboard_port),
        ("dagster_port", ports.dagster_port),
    ]
    if any(source.write_key for source in settings().sources):
        named.append(("collector_port", ports.collector_port))
    for name, port in named:
        with socket.socket() as probe:
            taken = probe.connect_ex(("127.0.0.1", port)) == 0
        if taken:
            fix = f"stop what listens there (`karvan up`?), or set services.{name}"
            yield Diagnosis(f"port {port}", "is taken", fix)
        else:
            yield Diagnosis(f"port {port}", "is free")


def _notifications() -> Iterator[Diagnosis]:
    named = settings().notifications
    secrets = [named.webhook_url, named.email and named.email.password]
    for reference in filter(None, secrets):
        try:
            secret(reference)
        except MissingSecretError as error:
            yield Diagnosis("notifications", f"{reference} is missing", str(error))
    ways = " and ".join(f"by {way.name}" for way in channels(named))
    told = f"failures are told {ways}" if ways else "nobody is told of failures"
    yield Diagnosis("notifications", told)


def _kpis() -> Iterator[Diagnosis]:
    fix = "change its formula in kpis/{}.yml, or on the page KPIs"
    yield from _entries(KPIS, kpi_problems, fix)


def _goals() -> Iterator[Diagnosis]:
    fix = "change it in goals/{}.yml, or on the page Goals"
    yield from _entries(GOALS, goal_problems, fix)


def _alerts() -> Iterator[Diagnosis]:
    fix = "mend alerts/{}.yml, or change it on the page Alerts"
    saved = yield from _entries(ALERTS, alert_problems, fix)
    for one in saved:
        for name in unreachable(settings().notifications, one.content.to):
            fix = "set it up in [notifications] of karvan.toml, or name another in `to`"
            yield Diagnosis(f"alert {one.name}", f"tells {name} by no way", fix)


def _entries(
    kind: Kind[T], problems: Callable[[list[Entry[T]]], Mapping[str, str]], fix: str
) -> Generator[Diagnosis, None, list[Entry[T]]]:
    """Look at the files of one kind, and return the entries that they say."""
    saved, faults = kind.read_all(settings().workspace / kind.folder)
    for fault in faults:
        what = f"{kind.folder}/{fault.path.name}"
        yield Diagnosis(what, *fault.finding_and_fix)
    found = problems(saved)
    for name, problem in found.items():
        yield Diagnosis(f"{kind.word} {name}", problem, fix.format(name))
    if good := len(saved) - len(found):
        yield Diagnosis(f"{kind.word}s", f"{good:,} can be computed")
    return saved


def _trial() -> Iterator[Diagnosis]:
    ways = channels(settings().notifications)
    if not ways:
        fix = "set [notifications] webhook_url or [notifications.email]; see README.md"
        yield Diagnosis("test message", "nobody to send it to", fix)
    for way in ways:
        delivery, _ = send(way, trial(settings().shop.name))
        took = "was taken" if delivery.error is None else "was not taken"
        yield Diagnosis(f"test message by {way.name}", took, delivery.error)


def _runs() -> Iterator[Diagnosis]:
    writer = holder()
    if writer is not None:
        yield Diagnosis("writer", f"{writer} is at work")
    status = read_status()
    if status is None:
        yield Diagnosis("last run", "none yet: `karvan run` is next")
    elif status.failing_since is not None:
        fix = status.run.error or "run `karvan run` again"
        place = status.run.failed_at or "the run"
        since = f"{status.failing_since:%Y-%m-%d %H:%M} UTC"
        yield Diagnosis("last run", f"{place} fails since {since}", fix)
    else:
        yield Diagnosis("last run", status.run.outcome)
    current = next((found for found in versions() if found.is_current), None)
    if current is not None:
        yield Diagnosis("published", f"version {current.version}")


LOOKS: tuple[Callable[[], Iterator[Diagnosis]], ...] = (
    _settings,
    _sources,
    _write_keys,
    _versions,
    _disk,
    _ports,
    _notifications,
    _kpis,
    _goals,
    _alerts,
    _runs,
)
