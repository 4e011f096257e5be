"""What is new is found by content, whatever files are named and suffer."""

import pytest

from ingestion.backfill import Backfill
from ingestion.loading import LoadError, prepare
from tests.ingestion.small_sources import (
    AMOUNTS,
    CUSTOMERS,
    LEDGER,
    LINES,
    NAMES,
    Loader,
    Query,
)


def test_a_changed_file_of_facts_replaces_its_rows(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,1,20\n")
    shop.file("lines_2.csv", "order,qty,amount\nZ,1,99\n")
    load("order_lines")
    shop.file("lines.csv", "order,qty,amount\nA,1,11\nC,1,30\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 11), ("C", 30), ("Z", 99)]
    assert ask(LEDGER) == [("lines.csv", 2, 2, 0, 0), ("lines_2.csv", 1, 1, 0, 0)]


def test_equal_lines_of_facts_are_two_lines(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nA,1,10\n")
    assert load("order_lines").accepted == 2
    assert ask(AMOUNTS) == [("A", 10), ("A", 10)]


def test_an_identical_file_is_loaded_once(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    text = "order,qty,amount\nA,1,10\nB,1,20\n"
    shop.file("lines_1.csv", text)
    shop.file("lines_2.csv", text)
    load("order_lines")
    shop.file("lines_3.csv", text)
    found = load("order_lines")
    assert (found.files, found.received, found.duplicate) == (0, 2, 2)
    assert not load("order_lines").is_new
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
    assert ask(LEDGER) == [
        ("lines_1.csv", 2, 2, 0, 0),
        ("lines_2.csv", 2, 0, 2, 0),
        ("lines_3.csv", 2, 0, 2, 0),
    ]


def test_the_rest_of_two_identical_files_stays_when_one_changes(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    shop.file("lines_1.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
    assert not load("order_lines").is_new


def test_a_file_that_became_equal_to_another_counts_once(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    shop.file("lines_2.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10)]
    assert not load("order_lines").is_new


def test_two_files_that_swap_their_contents_keep_all_rows(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    one, two = "order,qty,amount\nA,1,10\n", "order,qty,amount\nB,1,20\n"
    shop.file("lines_1.csv", one)
    shop.file("lines_2.csv", two)
    load("order_lines")
    shop.file("lines_1.csv", two)
    shop.file("lines_2.csv", one)
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
    assert ask(
        "select order_id, source_file from raw_shop.order_lines order by all"
    ) == [("A", "lines_2.csv"), ("B", "lines_1.csv")]


def test_a_version_that_comes_back_is_loaded_again(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    for amount in (10, 20, 10):
        shop.file("lines.csv", f"order,qty,amount\nA,1,{amount}\n")
        load("order_lines")
    assert ask(AMOUNTS) == [("A", 10)]


def test_rows_of_a_file_that_vanished_stay(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    (shop.workspace / "lines_1.csv").unlink()
    assert not load("order_lines").is_new
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]


def test_a_renamed_file_that_grows_replaces_its_old_rows(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    (shop.workspace / "lines.csv").rename(shop.workspace / "lines_2024.csv")
    load("order_lines")
    shop.file("lines_2024.csv", "order,qty,amount\nA,1,10\nB,1,20\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]


def test_a_mended_mapping_loads_the_file_again(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount,net\nA,1,10,8\n")
    load("order_lines")
    shop.write(LINES.replace('"amount"', '"net"'))
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 8)]


def test_rows_of_a_source_that_was_renamed_count_once(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,20\n")
    load("order_lines")
    shop.write(LINES.replace('"till"', '"cash_desk"'))
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10)]
    assert ask("select source_name from raw_shop.order_lines") == [("cash_desk",)]
    assert ask(
        "select source_name, is_current, accepted from ops.ledger order by all"
    ) == [("cash_desk", True, 1), ("till", False, 1)]
    assert ask("select source_name, status from ops.quarantine order by all") == [
        ("cash_desk", "open"),
        ("till", "replaced"),
    ]
    assert not load("order_lines").is_new


def test_rows_of_an_entity_that_no_source_fills_any_more_leave(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES + CUSTOMERS)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,1\n")
    shop.file("people.csv", "id,name\n1,Ann\n")
    load("order_lines")
    load("customers")
    shop.write(CUSTOMERS)
    prepare()
    assert ask("select count(*) from raw_shop.order_lines") == [(0,)]
    assert ask("select entity from ops.ledger where is_current") == [("customers",)]
    assert ask("select status from ops.quarantine") == [("replaced",)]
    assert ask(NAMES) == [("1", "Ann")]
    shop.write(LINES + CUSTOMERS)
    assert load("order_lines").rows == 1


def test_files_that_another_path_does_not_cover_leave(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines_2023.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2024.csv", "order,qty,amount\nB,1,20\n")
    shop.file("all/2024/lines_2024.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    shop.write(LINES.replace("lines*.csv", "lines_2024.csv"))
    load("order_lines")
    assert ask(AMOUNTS) == [("B", 20)]
    shop.write(LINES.replace("lines*.csv", "all/**/*.csv"))
    load("order_lines")
    assert ask("select order_id, source_file from raw_shop.order_lines") == [
        ("B", "all/2024/lines_2024.csv")
    ]
    shop.write(LINES)
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
    assert not load("order_lines").is_new


def test_a_path_without_a_file_takes_nothing_away(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    shop.write(LINES.replace("lines*.csv", "liens*.csv"))
    with pytest.raises(LoadError, match="no file matches"):
        load("order_lines")
    assert ask(AMOUNTS) == [("A", 10)]


def test_records_that_others_replaced_come_back_when_these_leave(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people_1.csv", "id,name\n1,Ann\n2,Bob\n")
    shop.file("people_2.csv", "id,name\n1,Anna\n3,Cid\n")
    load("customers")
    shop.write(CUSTOMERS.replace("people*.csv", "people_1.csv"))
    load("customers")
    assert ask(NAMES) == [("1", "Ann"), ("2", "Bob")]
    assert not load("customers").is_new


def test_a_file_that_comes_back_after_a_full_refresh_is_loaded(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    (shop.workspace / "lines_1.csv").unlink()
    load("order_lines", backfill=Backfill())
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
