"""``karvan source add`` as a person types it and as a script calls it."""

import tomllib
from pathlib import Path

import pytest

from tests.orchestration.conftest import Command, sources

SALES = """\
Receipt,Article,Card,Qty,Price,Time
1,tea,ann,2,3.50,2024-03-30 10:00:00
1,jam,ann,1,4.25,2024-03-30 10:00:00
2,tea,,1,3.50,2024-03-31 12:00:00
"""


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
    typed = ["y", "Corner shop", "Asia/Baku", "manat", "azn", "till", "", "a", "", "y"]
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
