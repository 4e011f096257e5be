"""``karvan source add`` as a person types it and as a script calls it."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from orchestration.cli import app
from tests.databases import PASSWORD, Database
from warehouse.settings import settings
from warehouse.settings.secrets import secret

SALES = """\
Receipt,Article,Card,Qty,Price,Time
1,tea,ann,2,3.50,2024-03-30 10:00:00
1,jam,ann,1,4.25,2024-03-30 10:00:00
2,tea,,1,3.50,2024-03-31 12:00:00
"""

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

Command = Callable[..., Result]


@pytest.fixture
def karvan(shop) -> Command:
    """Run the command line in this process, with typed lines as its input."""

    def run(*arguments: str, typed: str = "") -> Result:
        settings.cache_clear()
        done = CliRunner().invoke(app, [*arguments], input=typed)
        settings.cache_clear()
        return done

    return run


def sources(shop) -> list[dict[str, Any]]:
    return tomllib.loads((shop.workspace / "karvan.toml").read_text()).get(
        "sources", []
    )


def test_a_file_is_added_without_questions(shop, karvan: Command) -> None:
    shop.file("sales.csv", SALES)
    before = (shop.workspace / "karvan.toml").read_text()
    done = karvan("source", "add", "--path", "sales.csv", "--name", "till", "--yes")
    assert done.exit_code == 0, done.output
    assert (shop.workspace / "karvan.toml").read_text().startswith(before)
    assert sources(shop) == [
        {
            "name": "till",
            "kind": "files",
            "path": "sales.csv",
            "entities": {
                "order_lines": {
                    "columns": {
                        "order_id": "Receipt",
                        "product_id": "Article",
                        "customer_id": "Card",
                        "quantity": "Qty",
                        "unit_price": "Price",
                        "ordered_at": "Time",
                    }
                }
            },
        }
    ]
    assert "karvan doctor" in done.stderr
    assert "karvan run" in done.stderr
    listed = karvan("source", "list").stdout
    assert "till" in listed
    assert "order_lines" in listed


def test_a_dry_run_prints_toml_alone_and_writes_nothing(shop, karvan: Command) -> None:
    shop.file("sales.csv", SALES)
    done = karvan("source", "add", "--path", "sales.csv", "--yes", "--dry-run")
    assert done.exit_code == 0, done.output
    [source] = tomllib.loads(done.stdout)["sources"]
    assert source["name"] == "sales"
    assert sources(shop) == []


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


def test_a_person_changes_what_was_proposed(shop, karvan: Command) -> None:
    shop.file("sales.csv", SALES)
    typed = [
        "",  # the guesses
        "c",
        "qty",  # no column of ours
        "quantity",
        "Amount",  # no column of theirs
        "-",
        "line_amount",
        "price",  # whatever the case
        "store_id",
        "= S1",
        "",
        "a",
        "Asia/Nowhere",
        "Asia/Baku",
        "y",
    ]
    done = karvan(
        "source", "add", "--path", "sales.csv", typed="till\n" + "\n".join(typed) + "\n"
    )
    assert done.exit_code == 0, done.output
    assert "did you mean 'quantity'" not in done.output
    assert "has no column 'Amount'" in done.output
    assert "Asia/Nowhere" in done.output
    [source] = sources(shop)
    lines = source["entities"]["order_lines"]
    assert source["timezone"] == "Asia/Baku"
    assert "quantity" not in lines["columns"]
    assert "unit_price" not in lines["columns"]
    assert lines["columns"]["line_amount"] == "Price"
    assert lines["constants"] == {"store_id": "S1"}


def test_a_required_column_must_be_filled_before_it_is_accepted(
    shop, karvan: Command
) -> None:
    shop.file("moves.csv", "stage,deal,when_it_was\nwon,1,2024-03-30\n")
    typed = [
        "x",
        "1",
        "deal_stage_changes",
        "c",
        "entered_at",
        "when_it_was",
        "",
        "a",
        "y",
    ]
    done = karvan("source", "add", "--path", "moves.csv", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    assert "Must be filled: entered_at" in done.output
    [source] = sources(shop)
    assert source["entities"]["deal_stage_changes"]["columns"] == {
        "deal_id": "deal",
        "stage": "stage",
        "entered_at": "when_it_was",
    }


def test_without_questions_a_required_column_that_is_missing_fails(
    shop, karvan: Command
) -> None:
    shop.file("moves.csv", "stage,deal,when_it_was\nwon,1,2024-03-30\n")
    done = karvan(
        "source", "add", "--path", "moves.csv", "--entity", "deal_stage_changes",
        "--table", "moves", "--yes",
    )  # fmt: skip
    assert done.exit_code == 1
    assert "entered_at" in done.output
    assert sources(shop) == []


def test_a_name_that_exists_is_refused_and_another_offered(
    shop, karvan: Command
) -> None:
    shop.file("sales.csv", SALES)
    add = ("source", "add", "--path", "sales.csv", "--yes")
    assert karvan(*add, "--name", "till").exit_code == 0
    done = karvan(*add, "--name", "till")
    assert done.exit_code == 1
    assert "'till_2'" in done.output
    assert karvan(*add, "--name", "Till!").exit_code == 1
    assert [source["name"] for source in sources(shop)] == ["till"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--entity", "order"], "did you mean 'orders'"),
        (["--timezone", "Baku"], "no time zone"),
        (["--table", "sale"], "tables are sales.csv"),
    ],
)
def test_a_wrong_option_is_one_message(
    shop, karvan: Command, options: list[str], said: str
) -> None:
    shop.file("sales.csv", SALES)
    done = karvan("source", "add", "--path", "sales.csv", "--yes", *options)
    assert done.exit_code == 1
    assert said in done.output


def test_answers_that_end_too_early_write_nothing(shop, karvan: Command) -> None:
    shop.file("sales.csv", SALES)
    done = karvan("source", "add", "--path", "sales.csv", typed="till\n\na\n")
    assert done.exit_code == 1
    assert sources(shop) == []


def test_a_new_shop_gets_a_settings_file(
    shop, karvan: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    new = tmp_path / "new" / "karvan.toml"
    monkeypatch.setenv("KARVAN_CONFIG", str(new))
    shop.file("new/sales.csv", SALES)
    typed = ["y", "Corner shop", "Asia/Baku", "azn", "till", "", "a", "", "y"]
    done = karvan("source", "add", "--path", "sales.csv", typed="\n".join(typed) + "\n")
    assert done.exit_code == 0, done.output
    written = tomllib.loads(new.read_text())
    assert written["shop"] == {
        "name": "Corner shop",
        "timezone": "Asia/Baku",
        "currency": "AZN",
    }
    assert "timezone" not in written["sources"][0]


def test_two_tables_of_one_entity_are_told(shop, karvan: Command) -> None:
    shop.file("in/orders_a.csv", "order_id,customer_id,order_date\n1,ann,2024-03-30\n")
    shop.file("in/orders_b.csv", "order no,client,order date\n2,bob,2024-03-31\n")
    done = karvan("source", "add", "--path", "in", "--yes")
    assert done.exit_code == 0, done.output
    assert "add it as another source" in " ".join(done.output.split())
    [source] = sources(shop)
    assert list(source["entities"]) == ["orders"]
