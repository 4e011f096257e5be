"""Suites in, outcomes and Data Docs out: the function that checks tables."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from quality.rules import Rule
from quality.suites import SUITES, Suite, SuiteError
from warehouse.operations import Check
from warehouse.settings import settings

if TYPE_CHECKING:
    from quality.checkpoint import Outcome


def run_suites(
    tables: Sequence[str], *, comparing_rows: bool = True
) -> dict[str, list[Check]]:
    """Check tables against their suites, and rewrite these suites' Data Docs.

    No connection is left open. The caller has none open to the warehouse.

    Args:
        tables: ``schema.table`` of each table to check. Tables of the schema ``marts``
            are read from the candidate, others from the warehouse.
        comparing_rows: Whether to check rules that hold rows against each other, such
            as uniqueness. Else they have no outcome, and are left out of the docs.

    Returns:
        One check for each rule, by table, in the order of the suite; a rule that
        breaks nowhere, as in an empty table, has passed.

    Raises:
        SuiteError: If a table has no suite, or a suite could not be evaluated.
    """
    if unknown := [table for table in tables if table not in SUITES]:
        message = (
            f"no suite describes {', '.join(unknown)}; "
            "add quality/suites/<schema>_<table>.py, or mend the name"
        )
        raise SuiteError(message)
    if not tables:
        return {}
    # Great Expectations takes 3.6 s to import, so only what runs it does.
    from quality.checkpoint import run_checkpoint

    suites = [_suite(table, comparing_rows) for table in dict.fromkeys(tables)]
    outcomes = run_checkpoint(suites)
    return {
        suite.table: [
            _check(suite, rule, outcomes[suite.table][rule.name])
            for rule in suite.rules
        ]
        for suite in suites
    }


def _suite(table: str, comparing_rows: bool) -> Suite:
    suite = SUITES[table]
    if comparing_rows:
        return suite
    rules = tuple(rule for rule in suite.rules if not rule.compares_rows)
    return replace(suite, rules=rules)


def docs_index() -> Path:
    """Return the path of the Data Docs' first page, there after the first check."""
    return settings().docs_path / "site" / "index.html"


def _check(suite: Suite, rule: Rule, outcome: "Outcome") -> Check:
    return Check(
        asset=suite.table,
        name=rule.name,
        kind="suite",
        is_blocking=rule.severity == "critical",
        is_passed=outcome.breaks == 0,
        unexpected=outcome.breaks,
        message=f"{rule.claim}: {_found(rule, outcome)}",
    )


def _found(rule: Rule, outcome: "Outcome") -> str:
    if outcome.rows == 0:
        return "the table is empty"
    if outcome.breaks == 0:
        return f"so it is, in {outcome.rows:,} rows"
    return f"{outcome.breaks:,} {rule.unit} break this, of {outcome.rows:,} rows"
