"""What is refused is kept, with its reason; the rest is loaded."""

import gzip

from ingestion.backfill import Backfill
from ingestion.ledger_checks import ledger_checks
from tests.ingestion.small_sources import AMOUNTS, LINES, Loader, Query


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
         "quantity must be a number (`decimal_separator` says how it is written)",
         '{"order":"B","qty":"many","amount":"20"}', "open"),
        ("missing_required", "raw", "till", "order_lines", "lines.csv", 3, "order_id",
         "order_id must not be empty",
         '{"order":null,"qty":"3","amount":"30"}', "open"),
        ("wrong_type", "raw", "till", "order_lines", "lines.csv", 5, "line_amount",
         "line_amount must be a number (`decimal_separator` says how it is written)",
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


def test_too_many_quarantined_rows_block_and_say_which_rule(
    shop, load: Loader, ask: Query
) -> None:
    shop.write(LINES)
    shop.file("lines.csv", "order,qty,amount\nA,1,10\nB,many,20\n")
    load("order_lines")
    failed = [check for check in ledger_checks("order_lines") if not check.is_passed]
    assert [(check.name, check.is_blocking) for check in failed] == [
        ("few_rows_are_quarantined", True)
    ]
    assert "1 of 2 rows are quarantined (50.00 %)" in failed[0].message
    assert "quantity must be a number" in failed[0].message
    assert failed[0].message.endswith("first in row 2 of lines.csv")
    ask("update ops.quarantine set status = 'dismissed'")
    failed = [check for check in ledger_checks("order_lines") if not check.is_passed]
    assert failed[0].message.endswith("(50.00 %), more than 5 %")


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
    load("order_lines", backfill=Backfill())
    assert ask(AMOUNTS) == [("A", 10)]
    shop.file("lines.csv.gz", gzip.compress(b"order,qty,amount\nA,1,13\n"))
    load("order_lines")
    assert ask(AMOUNTS) == [("A", 13)]
    assert all(check.is_passed for check in ledger_checks("order_lines"))
    assert ask("select status from ops.quarantine") == [("replaced",)]
