"""Records of a source merge by key: the newest stands, and the ledger agrees."""

from ingestion.backfill import Backfill
from tests.ingestion.small_sources import CUSTOMERS, LEDGER, NAMES, Loader, Query


def test_records_merge_by_key_and_absent_ones_stay(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people.csv", "id,name\n1,Ann\n2,Bob\n3,Cid\n4,Dee\n5,Eve\n")
    load("customers")
    shop.file("people.csv", "id,name\n2,Bobby\n3,Cid\n4,Dee\n5,Eve\n6,Fay\n")
    load("customers")
    assert ask(NAMES) == [
        ("1", "Ann"), ("2", "Bobby"), ("3", "Cid"),
        ("4", "Dee"), ("5", "Eve"), ("6", "Fay"),
    ]  # fmt: skip
    assert ask(LEDGER) == [("people.csv", 5, 1, 4, 0), ("people.csv", 5, 5, 0, 0)]
    assert not load("customers").is_new


def test_of_a_key_that_repeats_in_a_file_the_last_row_wins(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people.csv", "id,name\n1,Ann\n2,Bob\n1,Anna\n")
    found = load("customers")
    assert (found.received, found.accepted, found.duplicate) == (3, 2, 1)
    assert ask(NAMES) == [("1", "Anna"), ("2", "Bob")]


def test_of_a_key_in_two_files_the_later_file_wins(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people_1.csv", "id,name\n1,Ann\n2,Bob\n")
    shop.file("people_2.csv", "id,name\n1,Anna\n")
    found = load("customers")
    assert (found.received, found.accepted, found.duplicate) == (3, 2, 1)
    assert ask(NAMES) == [("1", "Anna"), ("2", "Bob")]
    shop.file("people_1.csv", "id,name\n1,Annie\n2,Bob\n")
    load("customers")
    assert ask(NAMES) == [("1", "Annie"), ("2", "Bob")]


def test_keys_of_two_sources_are_two_records(shop, load: Loader, ask: Query) -> None:
    shop.write(CUSTOMERS + CUSTOMERS.replace('"crm"', '"web"'))
    shop.file("people.csv", "id,name\n1,Ann\n")
    found = load("customers")
    assert found.accepted == 2
    assert ask("select source_name from raw_shop.customers order by all") == [
        ("crm",),
        ("web",),
    ]


def test_a_full_refresh_of_records_drops_absent_ones(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people.csv", "id,name\n1,Ann\n2,Bob\n")
    load("customers")
    shop.file("people.csv", "id,name\n2,Bob\n")
    load("customers", backfill=Backfill())
    assert ask(NAMES) == [("2", "Bob")]
