"""Loads: what is there is loaded with its origin, or a clear word says why not."""

import os
import sys
from datetime import date, datetime

import pytest

from ingestion.backfill import Backfill
from ingestion.ledger_checks import ledger_checks
from ingestion.loading import LoadError, configured_entities, load_entity, prepare
from tests.ingestion.small_sources import AMOUNTS, LEDGER, LINES, Loader, Query


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
    assert load("order_lines", backfill=Backfill()).rows == 6


def test_a_full_refresh_replaces_everything(shop, load: Loader, ask: Query) -> None:
    shop.write(LINES)
    shop.file("lines_1.csv", "order,qty,amount\nA,1,10\n")
    shop.file("lines_2.csv", "order,qty,amount\nB,1,20\n")
    load("order_lines")
    (shop.workspace / "lines_1.csv").unlink()
    found = load("order_lines", backfill=Backfill())
    assert (found.files, found.rows) == (1, 1)
    assert ask(AMOUNTS) == [("B", 20)]
    assert ask(LEDGER) == [("lines_2.csv", 1, 1, 0, 0)]
    assert not load("order_lines").is_new


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


def test_a_backfill_of_a_day_reads_the_files_that_changed_on_it_again(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    for number, changed in ((1, "2024-05-01T12:00Z"), (2, "2024-05-02T12:00Z")):
        file = shop.file(f"lines_{number}.csv", f"order,qty,amount\n{number},1,1\n")
        when = datetime.fromisoformat(changed).timestamp()
        os.utime(file, (when, when))
    load("order_lines")
    found = load("order_lines", backfill=Backfill(day=date(2024, 5, 2)))
    assert (found.files, found.received) == (1, 1)
    assert ask(AMOUNTS) == [("1", 1), ("2", 1)]
    assert not load("order_lines", backfill=Backfill("till", date(2024, 5, 3))).is_new


def test_a_warehouse_of_an_earlier_version_gets_the_columns_that_it_lacks(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\n")
    load("order_lines")
    for column in ("source_key", "deleted_at"):
        ask(f"alter table raw_shop.order_lines drop column {column}")
    ask("alter table ops.quarantine drop column source_key")
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,1,20\n,1,1\n")
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 10), ("B", 20)]
    assert ask("select source_key, deleted_at from raw_shop.order_lines") == [
        (None, None), (None, None),
    ]  # fmt: skip
