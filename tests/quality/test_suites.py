"""Each suite accepts good rows and names what is wrong with bad ones.

Rules are asked in SQL here, all of a table at once; that Great Expectations asks the
same is tested in `test_validation.py`.
"""

from pathlib import Path

import duckdb
import pytest
import yaml

from quality.suites import SUITES, Suite
from warehouse.settings import REPOSITORY

CASES = {
    table: cases
    for file in sorted(Path(__file__).with_name("broken").glob("*.yml"))
    for table, cases in yaml.safe_load(file.read_text()).items()
}
"""What breaks each suite: one statement, and what the rules of its table then count."""
BROKEN = [
    pytest.param(table, case["sql"], case["counts"], id=f"{table}-{[*case['counts']]}")
    for table, cases in CASES.items()
    for case in cases
]


def broken_rules(connection: duckdb.DuckDBPyConnection, suite: Suite) -> dict[str, int]:
    """Return how many break each rule of a suite that is broken at all."""
    counts = ", ".join(rule.count for rule in suite.rules)
    (row,) = connection.execute(f"select {counts} from {suite.table}").fetchall()
    names = [rule.name for rule in suite.rules]
    return {name: count for name, count in zip(names, row, strict=True) if count != 0}


@pytest.mark.parametrize("table", SUITES)
def test_good_rows_break_nothing(
    good_rows: duckdb.DuckDBPyConnection, table: str
) -> None:
    assert broken_rules(good_rows, SUITES[table]) == {}


@pytest.mark.parametrize("table", SUITES)
def test_empty_tables_break_nothing(
    good_rows: duckdb.DuckDBPyConnection, table: str
) -> None:
    tables = good_rows.execute(
        "select schema_name || '.' || table_name from duckdb_tables() "
        "where schema_name like 'raw_%' or schema_name = 'marts'"
    ).fetchall()
    for (name,) in tables:
        good_rows.execute(f"delete from {name}")
    assert broken_rules(good_rows, SUITES[table]) == {}


@pytest.mark.parametrize(("table", "statement", "expected"), BROKEN)
def test_what_is_broken_is_named_and_counted(
    good_rows: duckdb.DuckDBPyConnection,
    table: str,
    statement: str,
    expected: dict[str, int],
) -> None:
    good_rows.execute(statement)
    assert broken_rules(good_rows, SUITES[table]) == expected


def test_every_rule_is_broken_by_a_case() -> None:
    cases = {
        (table, name)
        for table, found in CASES.items()
        for case in found
        for name in case["counts"]
    }
    assert cases == {
        (suite.table, rule.name) for suite in SUITES.values() for rule in suite.rules
    }


def test_an_entity_that_the_shop_lacks_is_missed_by_no_other(
    good_rows: duckdb.DuckDBPyConnection,
) -> None:
    good_rows.execute("delete from raw_shop.products; delete from raw_shop.orders")
    good_rows.execute("delete from raw_shop.order_lines where ordered_at is null")
    assert broken_rules(good_rows, SUITES["raw_shop.order_lines"]) == {}


def test_a_customer_in_two_loads_is_not_two_customers(
    good_rows: duckdb.DuckDBPyConnection,
) -> None:
    good_rows.execute("insert into raw_shop.customers from raw_shop.customers")
    assert broken_rules(good_rows, SUITES["raw_shop.customers"]) == {}


@pytest.mark.parametrize("phone", ["", "n/a", "12345"])
def test_what_is_no_phone_number_is_not_shared(
    good_rows: duckdb.DuckDBPyConnection, phone: str
) -> None:
    good_rows.execute("update raw_shop.customers set phone = ?", [phone])
    assert broken_rules(good_rows, SUITES["raw_shop.customers"]) == {}


def test_a_suite_file_is_named_as_its_table() -> None:
    folder = REPOSITORY / "quality" / "suites"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert files == {table.replace(".", "_") for table in SUITES}


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES)
def test_a_suite_explains_itself(suite: Suite) -> None:
    assert suite.description
    names = [rule.name for rule in suite.rules]
    assert len(names) == len(set(names))
    assert all(rule.claim and not rule.claim.endswith(".") for rule in suite.rules)


def test_suites_stand_at_both_borders() -> None:
    schemas = {table.split(".")[0] for table in SUITES}
    assert schemas == {
        "raw_shop",
        "raw_marketing",
        "raw_crm",
        "raw_feedback",
        "raw_events",
        "marts",
    }
