"""Writes the simulated CRM once, as a SQLite file, and beside it what is true of it.

``home/sample/<source>/`` holds ``crm.sqlite`` and ``truth.json``. The file has its name
only when it is whole; writing that was cut off is done again.
"""

import json
import sqlite3
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ingestion.sample.crm.companies import (
    accounts,
    activities,
    employer,
    representatives,
)
from ingestion.sample.crm.contacts import Contact, contacts
from ingestion.sample.crm.feedback import responses, tickets
from ingestion.sample.crm.households import households
from ingestion.sample.crm.people import people
from ingestion.sample.crm.spending import CLICK_AMOUNTS, MAIL_AMOUNT, Spending, spending
from ingestion.sample.panel import read_panel
from ingestion.sample.visits import plan

FILE = "crm.sqlite"
TRUTH = "truth.json"
BILLS = "ad_spend"
COUNTRY = "United States"
Row = Mapping[str, Any]


def ensure_written(folder: Path, data: Path, say: Callable[[str], None]) -> Path:
    """Return the CRM's file, written if it is not there yet.

    A file of an earlier version gets the bills that it lacks, and is left as it is
    otherwise.

    Args:
        folder: Where it is.
        data: Folder of the panel's Parquet files.
        say: Called with a few words before it is written.
    """
    file = folder / FILE
    if file.exists():
        if not _has_bills(file):
            say("simulating what the demo's advertising cost")
            _add_bills(file, data)
        return file
    say("simulating the demo's CRM")
    folder.mkdir(parents=True, exist_ok=True)
    panel = read_panel(data)
    planned = plan(panel)
    records = contacts(people(households(data, planned.households)))
    ids = {id(record): f"C-{n:05}" for n, record in enumerate(records, 1)}
    bills = _bills(spending(planned.visits, panel.campaigns))
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as database:
        for table, rows in (_tables(records, ids) | {BILLS: bills}).items():
            _write(database, table, rows)
        database.commit()
    _write_truth(folder, records, ids)
    part.rename(file)
    return file


def _has_bills(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as database:
        found = database.execute(
            "select count(*) from sqlite_master where name = ?", [BILLS]
        )
        return found.fetchone() == (1,)


def _add_bills(file: Path, data: Path) -> None:
    panel = read_panel(data)
    bills = _bills(spending(plan(panel).visits, panel.campaigns))
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("begin")  # the table is there with its rows, or not at all
        _write(database, BILLS, bills)
        database.execute("commit")


def _bills(found: Sequence[Spending]) -> list[Row]:
    return [{"bill_id": f"B-{n:05}"} | _columns(one) for n, one in enumerate(found, 1)]


def _tables(records: Sequence[Contact], ids: Mapping[int, str]) -> dict[str, list[Row]]:
    """Return the rows of each table; the first column is its key."""
    companies = accounts()

    def numbered(key: str, letter: str, found: Sequence[Any]) -> list[Row]:
        return [
            {key: f"{letter}-{n:05}", "contact_id": ids[id(one.contact)]}
            | _columns(one, without={"contact"})
            for n, one in enumerate(found, 1)
        ]

    return {
        "accounts": [_columns(one) | {"country": COUNTRY} for one in companies],
        "representatives": [_columns(one) for one in representatives()],
        "contacts": [
            {"contact_id": ids[id(one)], "account_id": employer(one, companies)}
            | _columns(one, without={"person", "slip"})
            | {"country": COUNTRY, "language": one.person.language}
            for one in records
        ],
        "activities": numbered("activity_id", "K", activities(records, companies)),
        "tickets": numbered("ticket_id", "T", tickets(records)),
        "surveys": [
            {name: value for name, value in row.items() if name != "contact_id"}
            for row in numbered("response_id", "S", responses(records))
        ],
    }


def _columns(record: Any, without: Container[str] = ()) -> dict[str, Any]:
    """Return a record as a row: days and times as text, these in UTC."""
    found = {
        one.name: getattr(record, one.name)
        for one in fields(record)
        if one.name not in without
    }
    return {name: _written(value) for name, value in found.items()}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else value


def _write(database: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    key, *others = rows[0]
    columns = ", ".join([f"{key} text primary key", *others])
    database.execute(f"create table {table} ({columns})")
    marks = ", ".join("?" * len(rows[0]))
    database.executemany(
        f"insert into {table} values ({marks})",
        [tuple(row.values()) for row in rows],
    )


def _write_truth(
    folder: Path, records: Sequence[Contact], ids: Mapping[int, str]
) -> None:
    """Write who is whom, and what advertising costs.

    ==========  ===================================================================
    contacts    id of a record to the id of its person
    people      id of a person to the id of their household: the shop's customer
    duplicates  id of each record but a person's first to how it differs from that
    prices      mean price of a click by channel, and of a week's e-mails to a member
    ==========  ===================================================================
    """
    people_of = {ids[id(one)]: one.person for one in records}
    truth = {
        "contacts": {name: one.person_id for name, one in people_of.items()},
        "people": {one.person_id: one.household_id for one in people_of.values()},
        "duplicates": {ids[id(one)]: one.slip for one in records if one.slip},
        "prices": CLICK_AMOUNTS | {"email": MAIL_AMOUNT},
    }
    (folder / TRUTH).write_text(json.dumps(truth))
