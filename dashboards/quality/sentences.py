"""Titles that carry the answer on quality."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from dashboards.formats import counted, duration
from dashboards.quality.tables import balance, result
from warehouse.operations import Check
from warehouse.status import LedgerRow


def checks_sentence(checks: Sequence[Check], ledger: Sequence[LedgerRow]) -> str:
    """Return whether to trust the data: checks, and rows that are accounted for."""
    if not checks and not ledger:
        return "Nothing was loaded or checked yet"
    counts = Counter(result(check) for check in checks)
    if counts["Failed"]:
        said = f"{counts['Failed']:,} of {counted(len(checks), 'check')} failed"
    elif counts["Finding"]:
        said = f"No check failed, {counts['Finding']:,} found something to look at"
    else:
        said = f"All {counted(len(checks), 'check')} pass"
    lost = [row.entity for row in ledger if balance(row) != 0]
    if lost:
        return f"{said}; rows of {', '.join(lost)} are not accounted for"
    received = sum(row.received for row in ledger)
    return f"{said}; all {counted(received, 'row')} received are accounted for"


def tables_sentence(failed: int, total: int) -> str:
    """Return how many tables have a failed check."""
    if failed == 0:
        return f"All {counted(total, 'table')} pass"
    verb = "has" if failed == 1 else "have"
    return f"{failed:,} of {counted(total, 'table')} {verb} findings"


def freshness_sentence(ledger: Sequence[LedgerRow], now: datetime) -> str:
    """Return when the newest data arrived, and of which entity."""
    newest = max(ledger, key=lambda row: row.last_loaded_at)
    return f"Newest data arrived {duration(now - newest.last_loaded_at)} ago"
