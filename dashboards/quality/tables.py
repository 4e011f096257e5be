"""The tables of the page Data quality, as rows and columns."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.components.tables import Listed
from dashboards.formats import DAY_FORMAT, size
from warehouse.operations import Check
from warehouse.publishing import Version
from warehouse.status import LedgerRow, QuarantineRow, Status

_KINDS = {
    "suite": "Expectation",
    "dbt": "Model test",
    "ledger": "Ledger",
    "load": "Load",
    "identities": "Identities",
}


def quality_tables(
    status: Status, published: Sequence[Version], timezone: str
) -> dict[str, Listed]:
    """Return the tables by their titles, in the order of the page."""
    return {
        "Checks": Listed(
            "Checks of each table's latest run, failed ones first",
            "checks",
            check_rows(status.checks),
            check_columns(),
            "No check has run yet.",
        ),
        "Ledger": Listed(
            "Rows received and what became of them",
            "ledger",
            ledger_rows(status.ledger),
            ledger_columns(timezone),
            "No load has finished yet.",
        ),
        "Quarantine": Listed(
            "Rows refused, by reason",
            "quarantine",
            quarantine_rows(status.quarantine),
            quarantine_columns(timezone),
            "Nothing is quarantined: every row received obeys the rules.",
        ),
        "Versions": Listed(
            "Published versions",
            "versions",
            version_rows(published),
            version_columns(timezone),
            "Nothing is published yet.",
        ),
    }


def result(check: Check) -> Literal["Passed", "Finding", "Failed"]:
    """Return how a check went; a finding is a failure that stops no publishing."""
    if check.is_passed:
        return "Passed"
    return "Failed" if check.is_blocking else "Finding"


def check_rows(checks: Sequence[Check]) -> pd.DataFrame:
    """Return checks as the table shows them, failed first, in the order given."""
    return pd.DataFrame(
        {
            "result": result(check),
            "asset": check.asset,
            "message": check.message,
            "unexpected": check.unexpected,
            "guards": check.is_blocking,
            "kind": _KINDS[check.kind],
            "name": check.name,
        }
        for check in sorted(checks, key=lambda check: check.is_passed)
    )


def check_columns() -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the checks."""
    config = st.column_config
    return {
        "result": config.MultiselectColumn(
            "Result",
            options=["Passed", "Finding", "Failed"],
            color=["green", "orange", "red"],
            width="small",
        ),
        "asset": config.TextColumn("Table"),
        "message": config.TextColumn("What was checked and found", width="large"),
        "unexpected": config.NumberColumn("Rows", format="%,d"),
        "guards": config.CheckboxColumn(
            "Guards", help="A failure of it stops publishing."
        ),
        "kind": config.TextColumn("Kind"),
        "name": config.TextColumn("Name"),
    }


def ledger_rows(ledger: Sequence[LedgerRow]) -> pd.DataFrame:
    """Return the ledger with its balance: what was received less what became of it."""
    return pd.DataFrame(row.model_dump() | {"balance": balance(row)} for row in ledger)


def balance(row: LedgerRow) -> int:
    """Return rows that are not accounted for; 0 is as it should be."""
    return row.received - (
        row.accepted + row.duplicate + row.quarantined + row.suppressed
    )


def ledger_columns(timezone: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the ledger."""
    config = st.column_config
    counts = {
        "received": "Received",
        "accepted": "Accepted",
        "duplicate": "Duplicate",
        "quarantined": "Quarantined",
        "suppressed": "Suppressed",
    }
    return {
        "entity": config.TextColumn("Entity", pinned=True),
        "source_name": config.TextColumn("Source"),
        "files": config.NumberColumn("Files", format="%,d"),
        **{
            name: config.NumberColumn(label, format="%,d")
            for name, label in counts.items()
        },
        "balance": config.NumberColumn(
            "Missing",
            format="%,d",
            help="Received less accepted, duplicate, quarantined and suppressed.",
        ),
        "last_loaded_at": _moment("Last new data", timezone),
    }


def quarantine_rows(quarantine: Sequence[QuarantineRow]) -> pd.DataFrame:
    """Return open refusals by source, entity and rule."""
    return pd.DataFrame(row.model_dump() for row in quarantine)


def quarantine_columns(timezone: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the quarantine."""
    config = st.column_config
    return {
        "rule": config.TextColumn("Why refused", width="large"),
        "rows": config.NumberColumn("Rows", format="%,d"),
        "entity": config.TextColumn("Entity"),
        "source_name": config.TextColumn("Source"),
        "code": config.TextColumn("Code"),
        "first_seen_at": _moment("First seen", timezone),
        "last_seen_at": _moment("Last seen", timezone),
    }


def version_rows(published: Sequence[Version]) -> pd.DataFrame:
    """Return published versions, newest first."""
    return pd.DataFrame(
        {
            "version": version.version,
            "state": "Shown" if version.is_current else "Kept",
            "published_at": version.published_at,
            "size": size(version.size_bytes),
            "command": f"karvan rollback {version.version}",
        }
        for version in published
    )


def version_columns(timezone: str) -> dict[str, ColumnConfig]:
    """Return heading and format of each column of the versions."""
    config = st.column_config
    return {
        "version": config.NumberColumn("Version"),
        "state": config.MultiselectColumn(
            "State", options=["Shown", "Kept"], color=["green", "gray"]
        ),
        "published_at": _moment("Published", timezone),
        "size": config.TextColumn("Size"),
        "command": config.TextColumn("To show it"),
    }


def _moment(label: str, timezone: str) -> ColumnConfig:
    return st.column_config.DatetimeColumn(
        label, format=f"{DAY_FORMAT}, HH:mm", timezone=timezone
    )
