"""Titles that carry the answer on quality."""

from collections.abc import Sequence
from datetime import datetime

from dashboards.formats import counted, duration
from dashboards.quality.tables import balance
from warehouse.operations import Check
from warehouse.status import LedgerRow


def checks_sentence(checks: Sequence[Check], ledger: Sequence[LedgerRow]) -> str:
    """Return whether to trust the data: checks, and rows that are accounted for."""
    if not checks and not ledger:
        return "Nothing was loaded or checked yet"
    failed = sum(not check.is_passed for check in checks)
    said = (
        f"{failed:,} of {counted(len(checks), 'check')} failed"
        if failed
        else f"All {counted(len(checks), 'check')} pass"
    )
    lost = [row.entity for row in ledger if balance(row) != 0]
    if lost:
        return f"{said}; rows of {', '.join(lost)} are not accounted for"
    received = sum(row.received for row in ledger)
    return f"{said}; all {counted(received, 'row')} received are accounted for"


def tables_sentence(failed: int, total: int) -> str:
    """Return how many tables have a failed check."""
    if failed == 0:
        return f"All {counted(total, 'table')} pass"
    return f"{failed:,} of {counted(total, 'table')} {'has' if failed == 1 else 'have'} findings"


def freshness_sentence(ledger: Sequence[LedgerRow], now: datetime) -> str:
    """Return when the newest data arrived, and of which entity."""
    newest = max(ledger, key=lambda row: row.last_loaded_at)
    return f"Newest data arrived {duration(now - newest.last_loaded_at)} ago"
