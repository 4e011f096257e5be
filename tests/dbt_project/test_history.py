"""What a CRM overwrites is kept: real tables, followed, and dbt's snapshots of them."""

from typing import Any

import duckdb

from ingestion.backfill import Backfill
from ingestion.loading import load_entity, prepare
from orchestration import dbt
from orchestration.dbt_results import dbt_checks
from orchestration.development import develop
from tests.conftest import Shop
from tests.databases import Database, in_sqlite
from warehouse.engine import connect
from warehouse.publishing import leave_snapshot
from warehouse.settings import settings

SETTINGS = """
[[sources]]
name = "crm"
kind = "sql"
url = "env:CRM_URL"
timezone = "UTC"
compare_keys_hours = 0
[sources.entities.contacts]
table = "people"
updated_at = "changed_at"
columns = { contact_id = "id", email = "mail", updated_at = "changed_at" }
[sources.entities.accounts]
table = "firms"
columns = { account_id = "id", name = "name", employees = "staff" }
"""
FILLED = (
    "create table people (id int primary key, mail text, changed_at {time})",
    "create table firms (id int primary key, name text, staff int)",
    *(
        f"insert into people values ({n}, 'p{n}@old.example', '2024-01-01 00:00:00')"
        for n in range(1, 7)
    ),
    *(f"insert into firms values ({n}, 'Firm {n}', 3)" for n in range(1, 7)),
)
HISTORY = ["stg_crm__contacts", "stg_crm__accounts", "crm_contacts", "crm_accounts"]


def run() -> None:
    """Load what is new and take the history of it, which passes its tests."""
    prepare()
    for entity in ("contacts", "accounts"):
        load_entity(entity)
    take_history()


def take_history() -> None:
    """Take the history of what is loaded, which passes its tests."""
    dbt.build(HISTORY, full_refresh=True, on_built=lambda _: None)
    checks = dbt_checks(dbt.target_path())
    assert len(checks) > len(HISTORY)
    assert [check.message for check in checks if not check.is_passed] == []


def rows(sql: str) -> list[tuple[Any, ...]]:
    """Return what a query of the warehouse gives."""
    with connect() as connection:
        return connection.execute(sql).fetchall()


def versions(contact_id: str) -> list[tuple[str, bool]]:
    """Return the mailbox of each version of a contact, and whether it is current."""
    return rows(
        "select email, valid_to is null from history.crm_contacts "
        f"where contact_id = '{contact_id}' order by valid_from"
    )


def open_shop(shop: Shop, database: Database) -> None:
    """Write a shop with this CRM, and load it for the first time."""
    shop.file(".env", f"CRM_URL='{database.url}'\n")
    shop.write(SETTINGS)
    database.run(*FILLED)
    run()


def test_each_version_of_a_contact_is_kept_with_its_time(
    shop: Shop, database: Database
) -> None:
    open_shop(shop, database)
    for day, mail in ((2, "p1@new.example"), (3, "p1@newest.example")):
        database.run(
            f"update people set mail = '{mail}', "
            f"changed_at = '2024-01-0{day} 00:00:00' where id = 1"
        )
        run()
    assert versions("1") == [
        ("p1@old.example", False),
        ("p1@new.example", False),
        ("p1@newest.example", True),
    ]
    assert versions("2") == [("p2@old.example", True)]
    following = "lead(valid_from) over (partition by contact_id order by valid_from)"
    assert rows(
        "select count(*) from (select valid_from, valid_to, "
        f"{following} as following from history.crm_contacts) "
        "where valid_to is distinct from following or valid_to <= valid_from"
    ) == [(0,)]

    before = rows("from history.crm_contacts order by all")
    run()
    load_entity("contacts", backfill=Backfill())
    take_history()
    assert rows("from history.crm_contacts order by all") == before


@in_sqlite
def test_a_contact_saved_unchanged_is_no_new_version(
    shop: Shop, database: Database
) -> None:
    open_shop(shop, database)
    database.run("update people set changed_at = '2024-01-05 00:00:00' where id = 1")
    run()
    assert rows(
        "select updated_at::date::text from staging.stg_crm__contacts "
        "where contact_id = '1'"
    ) == [("2024-01-05",)]
    assert versions("1") == [("p1@old.example", True)]


def test_a_deleted_contact_is_closed_and_one_that_comes_back_begins_anew(
    shop: Shop, database: Database
) -> None:
    open_shop(shop, database)
    database.run("delete from people where id = 1", "delete from firms where id = 6")
    run()
    assert versions("1") == [("p1@old.example", False)]
    assert rows(
        "select account_id from history.crm_accounts where valid_to is not null"
    ) == [("6",)]
    database.run(
        "insert into people values (1, 'p1@old.example', '2024-02-01 00:00:00')"
    )
    run()
    assert versions("1") == [("p1@old.example", False), ("p1@old.example", True)]


@in_sqlite
def test_an_analysts_build_leaves_the_history_of_the_runs_alone(
    shop: Shop, database: Database
) -> None:
    """Though the analyst's snapshot has a version that no run has taken yet."""
    open_shop(shop, database)
    database.run(
        "update people set mail = 'p1@new.example', "
        "changed_at = '2024-01-02 00:00:00' where id = 1"
    )
    load_entity("contacts")
    leave_snapshot()
    paths = (
        settings().warehouse_path,
        settings().snapshot_path,
        settings().candidate_path,
    )
    before = [path.read_bytes() for path in paths]
    assert develop(["build", "--target", "dev", "-s", "+crm_contacts"], print) == 0
    with duckdb.connect(settings().dev_path, read_only=True) as analyst:
        found = analyst.execute(
            "select email from history.crm_contacts where contact_id = '1'"
        ).fetchall()
    assert found == [("p1@new.example",)]
    assert [path.read_bytes() for path in paths] == before
    assert versions("1") == [("p1@old.example", True)]
