"""Loads: what is new is loaded once, whatever files are named and suffer."""

import gzip
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ingestion.ledger import ledger_checks
from ingestion.loading import Load, LoadError, configured_entities, load_entity, prepare

LINES = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", quantity = "qty", line_amount = "amount" }
"""
CUSTOMERS = """
[[sources]]
name = "crm"
kind = "files"
path = "people*.csv"
[sources.entities.customers]
columns = { customer_id = "id", first_name = "name" }
"""
AMOUNTS = "select order_id, line_amount::int from raw_shop.order_lines order by all"
NAMES = "select customer_id, first_name from raw_shop.customers order by all"
LEDGER = """
select file, received, accepted, duplicate, quarantined
from ops.ledger where is_current order by all
"""

Loader = Callable[..., Load]
Query = Callable[..., list[tuple[Any, ...]]]


def test_a_file_is_loaded_with_its_provenance(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount,colour\nA,2,10.5,red\nB,-1,-3,\n")
    found = load("order_lines")
    assert (found.files, found.received, found.accepted, found.rows) == (1, 2, 2, 2)
    assert found.is_new
    rows = ask(
        "select order_id, quantity, line_amount::varchar, source_name, source_file, "
        "source_row, extra from raw_shop.order_lines order by source_row"
    )
    assert rows == [
        ("A", 2.0, "10.5000", "till", "lines.csv", 1, '{"colour":"red"}'),
        ("B", -1.0, "-3.0000", "till", "lines.csv", 2, '{"colour":null}'),
    ]
    assert ask(
        "select count(*) from raw_shop.order_lines "
        "semi join raw_shop._dlt_loads on load_id = _dlt_load_id and status = 0"
    ) == [(2,)]


def test_nothing_new_changes_nothing_and_starts_no_dlt(
    shop, load: Loader, ask: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,2,10\n")
    load("order_lines")
    before = ask("from ops.ledger"), ask("from raw_shop.order_lines")
    monkeypatch.setitem(sys.modules, "dlt", None)  # an import of it would raise
    found = load("order_lines")
    assert not found.is_new
    assert (found.files, found.received, found.rows) == (0, 0, 1)
    assert (ask("from ops.ledger"), ask("from raw_shop.order_lines")) == before


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


def test_bad_cells_cost_their_rows_and_are_told(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file(
        "lines.csv",
        "order,qty,amount\nA,1,10\nB,many,20\n,3,30\nC,,\nD,4,abc\n",
    )
    found = load("order_lines")
    assert (found.received, found.accepted, found.quarantined) == (5, 2, 3)
    assert ask(AMOUNTS) == [("A", 10), ("C", None)]
    assert ask(
        "select code, stage, source_name, entity, file, source_row, field, rule, "
        "payload, status from ops.quarantine order by source_row"
    ) == [
        ("wrong_type", "raw", "till", "order_lines", "lines.csv", 2, "quantity",
         "quantity must be a number",
         '{"order":"B","qty":"many","amount":"20"}', "open"),
        ("missing_required", "raw", "till", "order_lines", "lines.csv", 3, "order_id",
         "order_id must not be empty",
         '{"order":null,"qty":"3","amount":"30"}', "open"),
        ("wrong_type", "raw", "till", "order_lines", "lines.csv", 5, "line_amount",
         "line_amount must be a number",
         '{"order":"D","qty":"4","amount":"abc"}', "open"),
    ]  # fmt: skip


def test_quarantine_follows_the_versions_of_a_file(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    good = "".join(f"G{n},1,1\n" for n in range(10))
    shop.file("lines.csv", f"order,qty,amount\n{good}B,many,20\nC,few,1\n")
    load("order_lines")
    ask("update ops.quarantine set first_seen_at = timestamp '2020-01-01'")
    shop.file("lines.csv", f"order,qty,amount\nN,1,1\n{good}B,many,20\nC,2,1\n")
    load("order_lines")
    assert ask(
        "select source_row, status, json_extract_string(payload, '$.order'), "
        "year(first_seen_at), last_seen_at > first_seen_at + interval 1 year, "
        "load_id = (select max(load_id) from ops.ledger) "
        "from ops.quarantine order by all"
    ) == [(12, "open", "B", 2020, True, True), (12, "replaced", "C", 2020, True, False)]


def test_too_many_quarantined_rows_block_and_say_which_rule(shop, load: Loader) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,20\n")
    load("order_lines")
    failed = [check for check in ledger_checks("order_lines") if not check.is_passed]
    assert [(check.name, check.is_blocking) for check in failed] == [
        ("few_rows_are_quarantined", True)
    ]
    assert "1 of 2 rows are quarantined (50.00 %)" in failed[0].message
    assert "quantity must be a number" in failed[0].message


@pytest.mark.parametrize("text", ["", "order,qty,amount\n", "order,qty,amount", "\n\n"])
def test_an_empty_file_is_no_error(shop, load: Loader, ask: Query, text: str) -> None:
    shop.write(LINES)
    shop.file("lines.csv", text)
    words: list[str] = []
    found = load("order_lines", progress=words.append)
    assert (found.received, found.rows, found.is_new) == (0, 0, True)
    assert any("lines.csv is empty" in word for word in words)
    assert ask(LEDGER) == [("lines.csv", 0, 0, 0, 0)]
    assert all(check.is_passed for check in ledger_checks("order_lines"))
    assert not load("order_lines").is_new


def test_a_broken_file_is_a_finding_and_the_rest_is_loaded(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES.replace("lines*.csv", "lines*"))
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.parquet", b"PAR1 this is no parquet file PAR1")
    shop.file("lines_3.csv.gz", b"\x1f\x8b\x08\x00 broken")
    shop.file("lines_4.xlsx", b"PK\x03\x04 broken")
    found = load("order_lines")
    assert (found.accepted, found.quarantined) == (1, 0)
    assert ask(
        "select file, code, status, source_row, payload "
        "from ops.quarantine order by file"
    ) == [
        ("lines_2.parquet", "broken_file", "open", None, None),
        ("lines_3.csv.gz", "broken_file", "open", None, None),
        ("lines_4.xlsx", "broken_file", "open", None, None),
    ]
    (broken,) = [check for check in ledger_checks("order_lines") if not check.is_passed]
    assert (broken.name, broken.is_blocking) == ("files_are_readable", False)
    assert "lines_2.parquet" in broken.message
    assert not load("order_lines").is_new
    assert ask("select count(*) from ops.quarantine") == [(3,)]


def test_a_broken_version_keeps_the_rows_until_it_is_mended(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES.replace("lines*.csv", "lines.csv.gz"))
    shop.file("lines.csv.gz", gzip.compress(b"order,qty,amount\nA,1,10\n"))
    load("order_lines")
    shop.file("lines.csv.gz", gzip.compress(b"order,qty,amount\nA,1,12\n" * 999)[:-20])
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10)]
    assert not ledger_checks("order_lines")[3].is_passed
    load("order_lines", full_refresh=True)
    assert ask(AMOUNTS) == [("A", 10)]
    shop.file("lines.csv.gz", gzip.compress(b"order,qty,amount\nA,1,13\n"))
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 13)]
    assert all(check.is_passed for check in ledger_checks("order_lines"))
    assert ask("select status from ops.quarantine") == [("replaced",)]


def test_a_missing_column_names_the_file_and_what_is_there(shop, load: Loader) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,quantity,amounts\nA,1,10\n")
    with pytest.raises(LoadError) as caught:
        load("order_lines")
    text = str(caught.value)
    assert "lines.csv has no column 'qty' for quantity" in text
    assert "order, quantity, amounts" in text


def test_a_failed_load_changes_nothing(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    before = ask("from ops.ledger"), ask("from raw_shop.order_lines")
    shop.file("lines_1.csv", "order,qty,amount\nA,1,11\n")
    shop.file("lines_2.csv", "order,qty\nA,1\n")
    with pytest.raises(LoadError, match=r"lines_2\.csv has no column 'amount'"):
        load("order_lines")
    assert (ask("from ops.ledger"), ask("from raw_shop.order_lines")) == before
    (shop.workspace / "lines_2.csv").unlink()
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 11)]


def test_a_source_that_is_down_is_an_error(shop) -> None:
    shop.write(LINES)
    prepare()
    with pytest.raises(LoadError, match=r"no file matches .*lines\*\.csv"):
        load_entity("order_lines")


def test_an_unknown_entity_is_an_error_that_lists_them(shop) -> None:
    shop.write(LINES.replace("order_lines]", "order_line]"))
    with pytest.raises(LoadError, match="did you mean 'order_lines'"):
        configured_entities()
    with pytest.raises(LoadError, match="entities are customers, products"):
        load_entity("baskets")


def test_a_file_that_shrank_is_refused_until_a_full_refresh(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    rows = [f"A{n},1,{n}\n" for n in range(10)]
    shop.file("lines.csv", "order,qty,amount\n" + "".join(rows))
    load("order_lines")
    shop.file("lines.csv", "order,qty,amount\n" + "".join(rows[:8]))
    assert load("order_lines").accepted == 8
    shop.file("lines.csv", "order,qty,amount\n" + "".join(rows[:6]))
    with pytest.raises(LoadError) as caught:
        load("order_lines")
    assert "6 good rows, its last version had 8" in str(caught.value)
    assert "karvan run --full-refresh" in str(caught.value)
    assert ask("select count(*) from raw_shop.order_lines") == [(8,)]
    assert load("order_lines", full_refresh=True).rows == 6


def test_a_full_refresh_replaces_everything(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    (shop.workspace / "lines_1.csv").unlink()
    found = load("order_lines", full_refresh=True)
    assert (found.files, found.rows) == (1, 1)
    assert ask(AMOUNTS) == [("B", 20)]
    assert ask(LEDGER) == [("lines_2.csv", 1, 1, 0, 0)]
    assert not load("order_lines").is_new


def test_a_full_refresh_of_records_drops_absent_ones(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(CUSTOMERS)
    shop.file("people.csv", "id,name\n1,Ann\n2,Bob\n")
    load("customers")
    shop.file("people.csv", "id,name\n2,Bob\n")
    load("customers", full_refresh=True)
    assert ask(NAMES) == [("2", "Bob")]


def test_an_entity_that_no_source_fills_has_an_empty_table(
    shop, load: Loader, ask: Query
) -> None:
    assert configured_entities() == []
    assert not load("reviews").is_new
    assert ask("select count(*) from raw_feedback.reviews") == [(0,)]
    assert ask("select count(*) from raw_feedback._dlt_loads") == [(0,)]


def test_a_folder_outside_the_workspace_is_told_in_full(
    shop, load: Loader, ask: Query, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "lines.csv").write_text("order,qty,amount\nA,1,10\n")
    shop.write(LINES.replace("lines*.csv", f"{folder}/*.csv"))
    load("order_lines")
    assert ask("select source_file from raw_shop.order_lines") == [
        (str(folder / "lines.csv"),)
    ]
