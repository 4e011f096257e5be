"""The schema ``ops``: what was received, refused, checked and published.

The ledger and the quarantine are written by loads, the checks by suites and dbt
tests, the versions by publishing. All of it is published beside the marts, the
quarantine without its payloads.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal

import duckdb
from pydantic import BaseModel

TABLES = """
create schema if not exists ops;

-- One row per file and load:
-- received = accepted + duplicate + quarantined + suppressed.
create table if not exists ops.ledger (
    source_name varchar not null,
    entity varchar not null,
    file varchar not null,
    file_hash varchar not null,
    load_id varchar not null,
    received bigint not null,
    accepted bigint not null,
    duplicate bigint not null,
    quarantined bigint not null,
    suppressed bigint not null,
    loaded_at timestamp not null,
    is_current boolean not null -- some of its rows, or its emptiness, still stand
);

-- One row per refused row, or per refused file.
create table if not exists ops.quarantine (
    quarantine_id varchar not null,
    code varchar not null,
    stage varchar not null,
    source_name varchar not null,
    entity varchar not null,
    file varchar not null,
    source_row bigint,
    field varchar,
    rule varchar not null,
    payload varchar,
    load_id varchar not null,
    first_seen_at timestamp not null,
    last_seen_at timestamp not null,
    status varchar not null -- open, replaced by a later version, replayed, dismissed
);
alter table ops.quarantine add column if not exists source_key varchar;

-- One row per type that a property of a source's events has had.
create table if not exists ops.event_properties (
    source_name varchar not null,
    event varchar not null, -- or the call, of pages and screens
    property varchar not null,
    type varchar not null, -- string, number, boolean, object, array
    status varchar not null, -- accepted; or held, rejected: its events are quarantined
    first_seen_at timestamp not null, -- when the earliest such event was received
    last_seen_at timestamp not null,
    load_id varchar not null -- that saw it first
);

-- One row per folder of the landing whose closed files all have a row in the ledger,
-- none of which is ever deleted: it is not listed again until it changes.
create table if not exists ops.landed_days (
    day varchar not null,
    stamp varchar not null -- as `warehouse.landing_days` makes it
);

-- One row per table of a database that is followed: how far it was read.
create table if not exists ops.cursors (
    source_name varchar not null,
    entity varchar not null,
    file varchar not null,
    reading varchar not null,
    keyed_by varchar not null,
    high_water varchar,
    high_water_type varchar,
    rows_read bigint not null,
    compared_at timestamp not null
);

-- One row per row of such a table, as it was when it was last read.
create table if not exists ops.source_rows (
    source_name varchar not null,
    entity varchar not null,
    file varchar not null,
    source_key varchar not null,
    version ubigint not null, -- hash of the whole row
    changed ubigint not null -- hash of its `updated_at`
);

-- One row per check of a run.
create table if not exists ops.checks (
    run_id varchar not null,
    asset varchar not null,
    check_name varchar not null,
    kind varchar not null,
    is_blocking boolean not null,
    is_passed boolean not null,
    unexpected bigint,
    message varchar not null,
    checked_at timestamp not null
);

-- One row per published version.
create table if not exists ops.versions (
    version bigint not null,
    run_id varchar not null,
    published_at timestamp not null
);
alter table ops.versions add column if not exists is_live boolean default false;
"""


class Check(BaseModel, frozen=True):
    """The outcome of one check of one asset."""

    asset: str
    """``schema.table`` that was checked."""
    name: str
    kind: Literal["suite", "dbt", "ledger", "load", "identities"]
    is_blocking: bool
    """Whether a failure stops publishing; otherwise it is a finding to look at."""
    is_passed: bool
    unexpected: int | None = None
    """Rows that break the rule; None where the check counts no rows."""
    message: str
    """What was checked, and what was found, for a person."""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the schema ``ops`` where it is missing."""
    connection.execute(TABLES)


def record_checks(
    connection: duckdb.DuckDBPyConnection, run_id: str, checks: Iterable[Check]
) -> None:
    """Add the outcomes of a run's checks; a check run twice in a run counts once."""
    for check in checks:
        connection.execute(
            "delete from ops.checks "
            "where run_id = ? and asset = ? and check_name = ? and kind = ?",
            [run_id, check.asset, check.name, check.kind],
        )
        connection.execute(
            "insert into ops.checks values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                run_id,
                check.asset,
                check.name,
                check.kind,
                check.is_blocking,
                check.is_passed,
                check.unexpected,
                check.message,
                datetime.now(UTC).replace(tzinfo=None),
            ],
        )


def forget_other_checks(
    connection: duckdb.DuckDBPyConnection, assets: Iterable[str]
) -> None:
    """Drop the outcomes of assets that are no more: their failures block nothing.

    Args:
        connection: The warehouse.
        assets: ``schema.table`` of each asset that there is now.
    """
    connection.execute(
        "delete from ops.checks where not list_contains(?, asset)", [list(assets)]
    )


def latest_checks(
    connection: duckdb.DuckDBPyConnection, *, catalog: str = "warehouse"
) -> list[Check]:
    """Return the checks of every asset's latest run, failed ones first.

    A check that no longer exists is not of the latest run, so it blocks nothing.
    """
    rows = connection.execute(
        f"""
        with runs as (
            select
                asset,
                kind,
                run_id,
                row_number() over (
                    partition by asset, kind order by max(checked_at) desc, run_id
                ) as newness
            from {catalog}.ops.checks
            group by asset, kind, run_id
        )
        select asset, check_name, kind, is_blocking, is_passed, unexpected, message
        from {catalog}.ops.checks
        semi join (from runs where newness = 1) using (asset, kind, run_id)
        order by is_passed, is_blocking desc, asset, check_name
        """
    ).fetchall()
    return [
        Check(
            asset=asset,
            name=name,
            kind=kind,
            is_blocking=is_blocking,
            is_passed=is_passed,
            unexpected=unexpected,
            message=message,
        )
        for asset, name, kind, is_blocking, is_passed, unexpected, message in rows
    ]
