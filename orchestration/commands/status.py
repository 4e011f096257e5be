"""``karvan status``: how the last run went, and what is published."""

import json
import sys
from datetime import UTC, datetime

from rich.table import Table

from orchestration.commands.terminal import fail, out
from orchestration.notifications.delivery import correspondence
from orchestration.notifications.messages import in_words
from warehouse.lock import holder
from warehouse.publishing import Version, versions
from warehouse.settings import settings
from warehouse.status import COUNTS, Status, read_status

MOST_TOLD = 5


def status_command(*, as_json: bool) -> None:
    """Print the last run, the ledger, failed checks, the quarantine and versions."""
    status, published = read_status(), versions()
    if as_json:
        writer = holder()
        found = {
            "shop": settings().shop.name,
            "home": str(settings().home),
            "writer": None if writer is None else writer.model_dump(mode="json"),
            "versions": [version.model_dump(mode="json") for version in published],
            "notifications": correspondence().model_dump(mode="json"),
            **({} if status is None else status.model_dump(mode="json")),
        }
        json.dump(found, sys.stdout, indent=1)
        sys.stdout.write("\n")
        return
    if status is None:
        fail("no run yet; `karvan run` loads, checks and publishes")
    _print_run(status)
    _print_ledger(status)
    _print_findings(status)
    _print_versions(published)
    _print_notifications()


def _print_run(status: Status) -> None:
    run = status.run
    ended = f", ended {run.finished_at:%H:%M:%S}" if run.finished_at else ""
    out.print(
        f"{settings().shop.name}: last run {run.outcome}, "
        f"started {run.started_at:%Y-%m-%d %H:%M:%S}{ended} UTC",
        markup=False,
    )
    if status.failing_since is not None:
        out.print(f"Failing since {status.failing_since:%Y-%m-%d %H:%M} UTC.")
    if run.error is not None:
        place = f"{run.failed_at}: " if run.failed_at else ""
        out.print(f"  {place}{run.error}", markup=False)


def _print_ledger(status: Status) -> None:
    table = Table("source", "entity", "last new (UTC)", "ago", title="Ledger")
    now = datetime.now(UTC)
    for name in COUNTS:
        table.add_column(name, justify="right")
    for row in status.ledger:
        table.add_row(
            row.source_name,
            row.entity,
            f"{row.last_loaded_at:%Y-%m-%d %H:%M}",
            in_words(now - row.last_loaded_at),
            *(f"{getattr(row, name):,}" for name in COUNTS),
        )
    out.print(table)


def _print_findings(status: Status) -> None:
    failed = [check for check in status.checks if not check.is_passed]
    out.print(
        f"{len(status.checks) - len(failed)} of {len(status.checks)} checks pass."
    )
    for check in failed:
        weight = "blocking" if check.is_blocking else "warning"
        out.print(f"  {weight}: {check.asset}: {check.message}", markup=False)
    for row in status.quarantine:
        place = f"{row.source_name}.{row.entity}"
        out.print(f"  quarantined: {row.rows:,} of {place}: {row.rule}", markup=False)


def _print_versions(published: list[Version]) -> None:
    table = Table("version", "published (UTC)", "size", "", title="Versions")
    for version in published:
        table.add_row(
            str(version.version),
            f"{version.published_at:%Y-%m-%d %H:%M}",
            f"{version.size_bytes / 1e6:,.1f} MB",
            "current" if version.is_current else "",
        )
    out.print(table)


def _print_notifications() -> None:
    kept = correspondence()
    for one in kept.deliveries[-MOST_TOLD:]:
        went = "told" if one.error is None else f"not told ({one.error})"
        when = f"{one.at:%Y-%m-%d %H:%M} UTC"
        out.print(f"{when}: {went} by {one.channel}: {one.title}", markup=False)
    if kept.waiting:
        out.print(f"Waiting to be told by the next run: {len(kept.waiting)}.")
