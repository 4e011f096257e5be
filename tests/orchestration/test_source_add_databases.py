"""``karvan source add`` of real databases: keys, secrets, what is shown of people."""

import pytest

from tests.databases import PASSWORD, Database
from tests.orchestration.conftest import Command, sources
from warehouse.settings.secrets import secret

TABLES = (
    "create table customers (id integer primary key, email varchar(90), "
    "first_name varchar(90), city varchar(90), updated_at {time})",
    "insert into customers values "
    "(1, 'ann.smith@example.com', 'Annabel', 'Baku', '2024-03-30 10:00:00'), "
    "(2, 'bob.jones@example.com', 'Robert', 'Tabriz', '2024-03-31 10:00:00')",
    "create table orders (id integer primary key, customer_id integer "
    "references customers (id), ordered_at {time}, total_amount {amount})",
    "insert into orders values (7, 1, '2024-03-31 10:00:00', 12.5)",
    'create table "Order Details" (order_id integer, line_no integer, '
    "product_id integer, quantity integer, primary key (order_id, line_no))",
    "create table audit_log (id integer primary key, action varchar(90))",
)


def test_tables_of_a_database_are_added_with_their_keys(
    shop, karvan: Command, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.run(*TABLES)
    monkeypatch.setenv("CRM_URL", database.url)
    done = karvan(
        "source", "add", "--name", "crm", "--kind", "sql", "--url", "env:CRM_URL", "-y"
    )
    assert done.exit_code == 0, done.output
    assert sources(shop) == [
        {
            "name": "crm",
            "kind": "sql",
            "url": "env:CRM_URL",
            "entities": {
                "customers": {
                    "table": "customers",
                    "updated_at": "updated_at",
                    "columns": {
                        "customer_id": "id",
                        "email": "email",
                        "first_name": "first_name",
                        "city": "city",
                    },
                },
                "orders": {
                    "table": "orders",
                    "columns": {
                        "order_id": "id",
                        "customer_id": "customer_id",
                        "ordered_at": "ordered_at",
                        "order_amount": "total_amount",
                    },
                },
                "order_lines": {
                    "table": "Order Details",
                    "key": ["order_id", "line_no"],
                    "columns": {
                        "order_id": "order_id",
                        "line_number": "line_no",
                        "product_id": "product_id",
                        "quantity": "quantity",
                    },
                },
            },
        }
    ]


def test_a_password_is_in_env_alone(
    shop, karvan: Command, postgresql: Database
) -> None:
    postgresql.run(*TABLES)
    typed = "\n".join(["sql", postgresql.url, "crm", "customers", "a", "y", "y"]) + "\n"
    done = karvan("source", "add", typed=typed)
    assert done.exit_code == 0, done.output
    written = {
        path.name: path.read_text()
        for path in shop.workspace.rglob("*")
        if path.is_file()
    }
    escaped = postgresql.url.split(":")[2].split("@")[0]
    holders = {
        name for name, text in written.items() if PASSWORD in text or escaped in text
    }
    assert holders == {".env"}
    assert (shop.workspace / ".env").stat().st_mode & 0o077 == 0
    [source] = sources(shop)
    assert source["url"] == "env:CRM_URL"
    assert secret("env:CRM_URL") == postgresql.url
    # What a person types is shown by the terminal; the command repeats none of it.
    said = done.output.replace(postgresql.url, "", 1)
    assert PASSWORD not in said
    assert escaped not in said


def test_a_password_that_is_asked_for_is_joined_to_the_url(
    shop, karvan: Command, postgresql: Database
) -> None:
    postgresql.run(*TABLES)
    before, after = postgresql.url.split("@")
    bare = before.rsplit(":", 1)[0] + "@" + after
    typed = "\n".join(["sql", bare, PASSWORD, "crm", "customers", "a", "y", "y"]) + "\n"
    done = karvan("source", "add", typed=typed)
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    assert PASSWORD not in (shop.workspace / "karvan.toml").read_text()
    assert karvan("source", "add", "--url", "env:CRM_URL", "-y").exit_code == 0


def test_a_dry_run_names_the_variable_and_keeps_nothing(
    shop, karvan: Command, postgresql: Database
) -> None:
    postgresql.run(*TABLES)
    done = karvan(
        "source", "add", "--url", postgresql.url, "--name", "crm", "-y", "--dry-run"
    )
    assert done.exit_code == 0, done.output
    assert 'url = "env:CRM_URL"' in done.stdout
    assert PASSWORD not in done.output
    assert not (shop.workspace / ".env").exists()
    assert sources(shop) == []


def test_a_wrong_password_is_said_without_it(
    shop, karvan: Command, postgresql: Database
) -> None:
    wrong = postgresql.url.replace("/shop_", "/none_")
    done = karvan("source", "add", "--url", wrong, "--yes")
    assert done.exit_code != 0
    said = done.output + str(done.exception)
    assert "none_" in said
    assert PASSWORD not in said
    assert not (shop.workspace / ".env").exists()
    assert sources(shop) == []


def test_what_tells_who_somebody_is_is_shown_in_its_shape(
    shop, karvan: Command, sqlite: Database
) -> None:
    sqlite.run(*TABLES)
    done = karvan("source", "add", "--url", sqlite.url, typed="x\ncustomers\ns\n")
    assert "xxx.xxxxx@xxxxxxx.xxx" in done.output
    for personal in ("ann.smith", "Annabel", "Robert", "bob.jones"):
        assert personal not in done.output
    assert "Baku" in done.output
