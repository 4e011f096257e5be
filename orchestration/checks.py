"""The outcomes of checks, kept in ``ops.checks`` and told to Dagster."""

from collections.abc import Iterable, Sequence

import dagster as dg

from warehouse.engine import connect
from warehouse.operations import Check, record_checks


def record(run_id: str, checks: Iterable[Check]) -> None:
    """Add outcomes to ``ops.checks``."""
    with connect() as connection:
        record_checks(connection, run_id, checks)


def check_result(
    key: dg.AssetKey, name: str, checks: Sequence[Check]
) -> dg.AssetCheckResult:
    """Return many outcomes of one asset as one Dagster check.

    It fails as an error if a blocking one fails, else as a warning if any fails.
    """
    failed = [check for check in checks if not check.is_passed]
    blocking = [check for check in failed if check.is_blocking]
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=name,
        passed=not failed,
        severity=(
            dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN
        ),
        description="; ".join(check.message for check in blocking or failed) or None,
        metadata={
            "checked": len(checks),
            "failed": len(failed),
            "outcomes": dg.MetadataValue.md(_table(checks)),
        },
    )


def _table(checks: Sequence[Check]) -> str:
    lines = ["| outcome | check | found |", "|---|---|---|"]
    for check in sorted(checks, key=lambda c: (c.is_passed, not c.is_blocking)):
        outcome = "passed" if check.is_passed else "FAILED"
        if not check.is_passed and not check.is_blocking:
            outcome = "warning"
        lines.append(f"| {outcome} | {check.name} | {check.message} |")
    return "\n".join(lines)
