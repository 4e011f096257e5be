"""One CRM in SQLite and in PostgreSQL: equal staging, and history of its changes."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.databases import Database
from tests.end_to_end.conftest import Karvan, karvan_of
from tests.end_to_end.corner_shop import open_shop

CRM = """
[[sources]]
name = "crm"
kind = "sql"
url = "env:CRM_URL"
timezone = "Asia/Baku"
compare_keys_hours = 0

[sources.entities.accounts]
table = "firms"
columns = { account_id = "id", name = "name", sector = "branch", employees = "staff", annual_revenue_amount = "revenue", country = "country", parent_account_id = "owner" }

[sources.entities.contacts]
table = "people"
updated_at = "changed_at"
columns = { contact_id = "id", account_id = "firm", first_name = "given", last_name = "family", birth_date = "born", email = "mail", phone = "phone", city = "town", updated_at = "changed_at" }

[sources.entities.representatives]
table = "sellers"
columns = { representative_id = "id", name = "name", manager_name = "boss", region = "region" }

[sources.entities.activities]
table = "meetings"
constants = { kind = "meeting" }
columns = { activity_id = "id", representative_id = "seller", contact_id = "person", starts_at = "begins", duration_minutes = "minutes" }

[sources.entities.tickets]
table = "tickets"
columns = { ticket_id = "id", contact_id = "person", channel = "way", subject = "title", body = "body", opened_at = "opened", closed_at = "closed", satisfaction = "stars" }

[sources.entities.surveys]
query = "select id, customer, 'nps' as kind, score, said, day from answers"
key = ["id"]
columns = { response_id = "id", customer_id = "customer", kind = "kind", score = "score", comment = "said", answered_at = "day" }
"""  # noqa: E501
TABLES = (
    "create table firms (id int primary key, name text, branch text, staff int, "
    "revenue {amount}, country text, owner int)",
    "insert into firms values (1, 'Şirvan Qida MMC', 'food', 40, 1250000.50, 'AZ', "
    "null), (2, 'Şəki Otel', 'hotels', null, null, 'AZ', 1)",
    "create table people (id int primary key, firm int, given text, family text, "
    "born date, mail text, phone text, town text, note text, changed_at {time})",
    "insert into people values "
    "(1, 1, 'Günel', 'Əliyeva', '1980-02-29', 'gunel@mail.example', '+994 12 5550100',"
    " 'Şəki', 'calls back', '2024-03-01 10:00:00+04:00'),"
    "(2, null, 'علی', 'محمدی', null, null, '021-5550101', 'تهران', null, "
    "'2024-03-01 12:30:00+04:00'),"
    "(3, 1, 'Ann', 'O''Brien', '1975-12-01', 'ann@mail.example', null, null, '', "
    "'2024-03-02 00:00:00+04:00')",
    "create table sellers (id int primary key, name text, boss text, region text)",
    "insert into sellers values (1, 'Nora', 'Irene', 'North'), (2, 'Tom', null, null)",
    "create table meetings (id int primary key, seller int, person int, "
    "begins {time}, minutes int)",
    "insert into meetings values (1, 1, 1, '2024-03-05 09:30:00+04:00', 45), "
    "(2, 2, 3, '2024-03-06 09:30:00+04:00', null)",
    "create table tickets (id int primary key, person int, way text, title text, "
    "body text, opened {time}, closed {time}, stars int)",
    "insert into tickets values "
    "(1, 2, 'email', 'تأخیر', 'نرسید', '2024-03-03 08:00:00+04:00', null, null), "
    "(2, 3, 'phone', 'Late', 'Two lines,\nand a \"quote\"', "
    "'2024-03-03 08:00:00+04:00', '2024-03-04 01:00:00+04:00', 4)",
    "create table answers (id int primary key, customer text, score int, said text, "
    "day date)",
    "insert into answers values (1, 'c1', 9, 'Əla', '2024-03-01'), "
    "(2, null, 0, null, '2024-03-02')",
)
CHANGES = (
    "update people set phone = '+994 12 5550199', "
    "changed_at = '2024-03-08 10:00:00+04:00' where id = 1",
    "insert into people values (4, 2, 'Bob', 'Hill', null, 'bob@mail.example', null, "
    "null, null, '2024-03-08 11:00:00+04:00')",
    "update firms set staff = 44 where id = 1",
)
STAGING = (
    "stg_crm__accounts",
    "stg_crm__contacts",
    "stg_crm__representatives",
    "stg_crm__activities",
    "stg_feedback__tickets",
    "stg_feedback__surveys",
)
Rows = list[tuple[Any, ...]]


def ask(workspace: Path, sql: str) -> Rows:
    """Return what a query of a shop's warehouse gives."""
    warehouse = workspace / ".karvan" / "warehouse.duckdb"
    with duckdb.connect(warehouse, read_only=True) as reader:
        reader.execute("set TimeZone = 'UTC'")
        return reader.execute(sql).fetchall()


def staged(workspace: Path) -> dict[str, Rows]:
    """Return the rows of all staging of the CRM, but for the time of their load."""
    return {
        model: ask(
            workspace, f"select * exclude (loaded_at) from staging.{model} order by all"
        )
        for model in STAGING
    }


def ran(karvan: Karvan) -> str:
    """Run the pipeline, and return what it said."""
    done = karvan("run")
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


@pytest.fixture
def shops(
    sqlite: Database,
    postgresql: Database,
    tmp_path: Path,
) -> list[tuple[Path, Database, Karvan]]:
    """Give a shop with each database, filled, that has run once."""
    found = []
    for name, database in (("in_sqlite", sqlite), ("in_postgresql", postgresql)):
        workspace = tmp_path / name
        open_shop(workspace)
        with (workspace / "karvan.toml").open("a") as toml:
            toml.write(CRM)
        url = f"sqlite:///{sqlite.dsn}" if database is sqlite else postgresql.url
        (workspace / ".env").write_text(f"CRM_URL='{url}'\n")
        database.run(*TABLES)
        karvan = karvan_of(workspace)
        ran(karvan)
        found.append((workspace, database, karvan))
    return found


def test_both_give_equal_staging_and_the_history_of_what_was_overwritten(
    shops: list[tuple[Path, Database, Karvan]],
) -> None:
    [(one, *_), (other, *_)] = shops
    found = staged(one)
    assert found == staged(other)
    assert {model: len(rows) for model, rows in found.items()} == dict(
        zip(STAGING, (2, 3, 2, 2, 2, 2), strict=True)
    )
    assert ask(
        one,
        "select first_name, birth_date::text, updated_at::text, extra "
        "from staging.stg_crm__contacts where contact_id = '1'",
    ) == [("Günel", "1980-02-29", "2024-03-01 06:00:00", '{"note":"calls back"}')]
    assert ask(
        other,
        "select subject, opened_at::text, closed_at from staging.stg_feedback__tickets "
        "where ticket_id = '1'",
    ) == [("تأخیر", "2024-03-03 04:00:00", None)]

    workspace, database, karvan = shops[1]
    database.run(*CHANGES)
    ran(karvan)
    assert "Nothing new" in ran(karvan)
    assert ask(
        workspace,
        "select contact_id, phone, valid_to is null from history.crm_contacts "
        "order by contact_id, valid_from",
    ) == [
        ("1", "+994 12 5550100", False),
        ("1", "+994 12 5550199", True),
        ("2", "021-5550101", True),
        ("3", None, True),
        ("4", None, True),
    ]
    assert ask(
        workspace,
        "select account_id, employees, valid_to is null from history.crm_accounts "
        "order by account_id, valid_from",
    ) == [("1", 40, False), ("1", 44, True), ("2", None, True)]
