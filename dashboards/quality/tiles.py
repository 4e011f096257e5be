"""The tiles of the page Data quality: may the numbers be trusted.

They are no metrics of the shop but the state of the last run and of what it loaded.
"""

from collections.abc import Sequence
from datetime import datetime

from dashboards.components.tiles import Tile
from dashboards.formats import NOTHING, counted, duration, moment, number, share
from dashboards.quality.tables import balance
from warehouse.publishing import Version
from warehouse.status import Status

_OUTCOMES = {
    "running": "Running",
    "published": "Published",
    "unchanged": "Nothing new",
    "failed": "Failed",
    "interrupted": "Interrupted",
}


def quality_tiles(
    status: Status, published: Sequence[Version], now: datetime, timezone: str
) -> list[Tile]:
    """Return six tiles of the last run's status and the published versions."""
    checks, ledger = status.checks, status.ledger
    passed = sum(check.is_passed for check in checks)
    failed = sum(not check.is_passed and check.is_blocking for check in checks)
    findings = len(checks) - passed - failed
    received = sum(row.received for row in ledger)
    missing = sum(abs(balance(row)) for row in ledger)
    quarantined = sum(row.quarantined for row in ledger)
    current = next((version for version in published if version.is_current), None)
    at = status.run.finished_at or status.run.started_at
    return [
        Tile(
            "Last run",
            _OUTCOMES[status.run.outcome],
            "How the newest run of the pipeline ended. Source: `status.json`.",
            note=f"{duration(now - at)} ago",
        ),
        Tile(
            "Checks passed",
            f"{passed:,} of {len(checks):,}",
            "Expectations, model tests and ledger checks of each table's latest run. "
            "Source: `ops.checks`.",
            note=f"{failed:,} failed, {counted(findings, 'finding')}",
        ),
        Tile(
            "Rows received",
            number(received),
            "Rows in the current version of every file and source table. "
            "Source: `ops.ledger`.",
            note=f"from {counted(sum(row.files for row in ledger), 'file')}",
        ),
        Tile(
            "Rows missing",
            f"{missing:,}",
            "Received less accepted, duplicate, quarantined and suppressed; 0 means "
            "that every row is accounted for. Source: `ops.ledger`.",
            note="the ledger balances"
            if not missing
            else "the ledger does not balance",
        ),
        Tile(
            "Rows quarantined",
            number(quarantined),
            "Rows that break a rule, kept aside with the reason. Source: `ops.ledger`.",
            note=f"{share(quarantined / received)} of all" if received else None,
        ),
        Tile(
            "Version shown",
            str(current.version) if current else NOTHING,
            "The published version that all pages read. `karvan rollback` shows "
            "an earlier one. Source: `ops.versions`.",
            note=f"of {moment(current.published_at, timezone)}" if current else None,
        ),
    ]
