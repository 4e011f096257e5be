"""Suites run inside DuckDB, say what is wrong in words, and leave nothing behind."""

import re
import subprocess
import sys
from typing import Any

import duckdb
import pytest

from quality.rules import Rule
from quality.suites import SUITES, Suite, SuiteError
from quality.validation import docs_index, run_suites
from warehouse.operations import Check
from warehouse.settings import settings

LINES = "raw_shop.order_lines"
CUSTOMERS = "raw_shop.customers"


def execute(statement: str) -> None:
    """Run a statement in the warehouse, as the one writer."""
    with duckdb.connect(settings().warehouse_path) as connection:
        connection.execute(statement)


def failed(checks: list[Check]) -> dict[str, int | None]:
    """Return the names and counts of the checks that failed."""
    return {check.name: check.unexpected for check in checks if not check.is_passed}


def test_a_good_shop_passes_every_suite(good_shop: Any) -> None:
    outcomes = run_suites(list(SUITES))
    assert list(outcomes) == list(SUITES)
    for table, checks in outcomes.items():
        assert failed(checks) == {}
        assert [check.name for check in checks] == [
            rule.name for rule in SUITES[table].rules
        ]


def test_a_broken_rule_says_what_was_expected_and_found(good_shop: Any) -> None:
    execute(f"update {LINES} set order_id = null, quantity = 0 where order_id = 'o1'")
    checks = {check.name: check for check in run_suites([LINES])[LINES]}
    assert checks["order_id_not_null"] == Check(
        asset=LINES,
        name="order_id_not_null",
        kind="suite",
        is_blocking=True,
        is_passed=False,
        unexpected=2,
        message="Every line belongs to an order: 2 rows break this, of 4 rows",
    )
    assert not checks["quantity_not_zero"].is_blocking
    assert failed(list(checks.values())) == {
        "order_id_not_null": 2,
        "quantity_not_zero": 2,
    }
    assert checks["discount_not_negative"].message == (
        "No discount is negative: so it is, in 4 rows"
    )


def test_rows_are_not_compared_where_it_is_not_asked_for(good_shop: Any) -> None:
    execute("insert into raw_events.events from raw_events.events")
    execute("update raw_events.events set timestamp = null")
    table = "raw_events.events"
    rows = duckdb.connect(settings().warehouse_path, read_only=True)
    with rows:
        [(events,)] = rows.execute(f"select count(*) from {table}").fetchall()
    found = failed(run_suites([table])[table])
    assert found["message_key_unique"] == events // 2
    assert found["timestamp_not_null"] == events
    del found["message_key_unique"]
    assert failed(run_suites([table], comparing_rows=False)[table]) == found


ALIKE = [f"anonymous:a{n}|customer:c{n}|identify" for n in (94_323, 94_327)]
"""Keys whose hashes are equal in DuckDB 2.0.0."""


def test_keys_that_only_hash_alike_are_no_repeat(good_shop: Any) -> None:
    table = "raw_marketing.campaign_members"
    rows = ", ".join(f"('{name}', 'ann')" for name in ALIKE)
    with duckdb.connect() as connection:
        [(hashes,)] = connection.execute(
            f"select count(distinct hash(name, who)) from (values {rows}) t (name, who)"
        ).fetchall()
    assert hashes == 1
    into = f"insert into {table} (campaign_id, customer_id) values"
    execute(f"{into} {rows}")
    assert "row_unique" not in failed(run_suites([table])[table])
    execute(f"{into} ('{ALIKE[0]}', 'ann')")
    assert failed(run_suites([table])[table])["row_unique"] == 1


def test_customers_that_may_be_one_person_are_counted(good_shop: Any) -> None:
    execute(
        f"insert into {CUSTOMERS} (customer_id, email) values "
        "('cy', 'Ann@Example.ORG '), ('dan', '100%'), ('eve', 'eve@example')"
    )
    assert failed(run_suites([CUSTOMERS])[CUSTOMERS]) == {
        "email_plausible": 2,
        "email_not_shared": 2,
    }


def test_an_empty_table_passes_and_says_so(good_shop: Any) -> None:
    execute("delete from raw_shop.stores")
    checks = run_suites(["raw_shop.stores"])["raw_shop.stores"]
    assert failed(checks) == {}
    assert checks[0].message == "Every store has an id: the table is empty"


def test_marts_are_read_from_the_candidate(good_shop: Any) -> None:
    settings().warehouse_path.unlink()
    checks = run_suites(["marts.fct_orders"])["marts.fct_orders"]
    assert failed(checks) == {}
    with duckdb.connect(settings().candidate_path) as connection:
        connection.execute("update marts.fct_orders set order_amount = 21")
    assert failed(run_suites(["marts.fct_orders"])["marts.fct_orders"]) == {
        "amount_is_sum_of_lines": 3
    }


def test_a_writer_opens_both_files_right_afterwards(good_shop: Any) -> None:
    run_suites([LINES, "marts.fct_orders"])
    write = (
        "import sys, duckdb; "
        "duckdb.connect(sys.argv[1]).execute('create table t (i int)')"
    )
    for path in (settings().warehouse_path, settings().candidate_path):
        subprocess.run([sys.executable, "-c", write, str(path)], check=True)


def test_a_missing_column_is_an_error_and_frees_the_files(good_shop: Any) -> None:
    execute(f"alter table {LINES} drop column quantity")
    with pytest.raises(SuiteError, match=r"raw_shop\.order_lines.*quantity"):
        run_suites([LINES])
    execute(f"alter table {LINES} add column quantity double")
    execute(f"update {LINES} set quantity = 1 where line_amount is null")
    assert failed(run_suites([LINES])[LINES]) == {}


def test_a_missing_table_is_an_error(good_shop: Any) -> None:
    execute("drop table raw_shop.stores")
    with pytest.raises(SuiteError, match="stores"):
        run_suites(["raw_shop.stores"])


def test_a_missing_file_is_an_error(shop: Any) -> None:
    with pytest.raises(SuiteError, match=r"warehouse\.duckdb"):
        run_suites([LINES])


def test_a_table_without_a_suite_is_an_error() -> None:
    with pytest.raises(SuiteError, match=r"raw_shop\.socks"):
        run_suites(["raw_shop.socks"])


def test_no_tables_are_no_checks() -> None:
    assert run_suites([]) == {}


def test_the_docs_gather_all_suites_and_keep_the_latest_run(good_shop: Any) -> None:
    run_suites([LINES])
    run_suites([CUSTOMERS])
    execute(f"update {LINES} set quantity = 0")
    run_suites([LINES])
    index = docs_index().read_text()
    assert LINES in index
    assert CUSTOMERS in index
    pages = list(docs_index().parent.rglob("*order_lines.html"))
    assert len([page for page in pages if "validations" in page.parts]) == 1
    text = "".join(page.read_text() for page in pages)
    assert "Every line counts something" in text


def test_the_docs_need_no_network_and_link_to_pages_that_exist(good_shop: Any) -> None:
    run_suites([LINES])
    pages = list(docs_index().parent.rglob("*.html"))
    assert len(pages) == 3
    for page in pages:
        text = page.read_text()
        assert not re.search(r"(src|href)=.?https?:", text)
        assert "<script" not in text
        for link in re.findall(r'href="([^"#]+)"', text):
            assert (page.parent / link).exists(), link


def test_the_docs_hold_no_personal_data(good_shop: Any) -> None:
    execute(f"update {CUSTOMERS} set email = 'ann-at-example-org'")
    assert failed(run_suites([CUSTOMERS])[CUSTOMERS])
    for path in settings().docs_path.rglob("*"):
        assert not path.is_file() or b"ann-at-example-org" not in path.read_bytes()


def test_listing_suites_is_cheap() -> None:
    look = (
        "import sys; import quality.suites, quality.validation; "
        "sys.exit('great_expectations' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", look], check=True)


def test_a_new_rule_is_counted_as_it_says(
    good_shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = Rule(
        "lines_even", "The number of lines is odd", "1 - count(*) % 2", "warning"
    )
    monkeypatch.setitem(SUITES, LINES, Suite(LINES, "One rule.", (rule,)))
    (check,) = run_suites([LINES])[LINES]
    assert (check.is_passed, check.unexpected, check.is_blocking) == (False, 1, False)
