"""``ops``: what is kept of checks, and which of them count."""

from collections.abc import Iterator
from typing import Any

import pytest

from warehouse.engine import connect
from warehouse.operations import Check, create_tables, latest_checks, record_checks

GOOD = Check(
    asset="raw_shop.orders",
    name="order_id_not_null",
    kind="suite",
    is_blocking=True,
    is_passed=True,
    unexpected=0,
    message="Every order has an id",
)
BAD = GOOD.model_copy(update={"is_passed": False, "unexpected": 3})


@pytest.fixture
def warehouse(shop: Any) -> Iterator[Any]:
    with connect() as connection:
        create_tables(connection)
        yield connection


def test_before_any_run_nothing_is_checked(warehouse: Any) -> None:
    assert latest_checks(warehouse) == []


def test_tables_are_created_once_and_keep_their_rows(warehouse: Any) -> None:
    record_checks(warehouse, "r1", [GOOD])
    create_tables(warehouse)
    assert latest_checks(warehouse) == [GOOD]


def test_a_later_run_of_an_asset_replaces_all_its_checks_of_that_kind(
    warehouse: Any,
) -> None:
    gone = BAD.model_copy(update={"name": "a_rule_that_was_removed"})
    record_checks(warehouse, "r1", [BAD, gone])
    record_checks(warehouse, "r2", [GOOD])
    assert latest_checks(warehouse) == [GOOD]


def test_run_ids_do_not_order_runs_time_does(warehouse: Any) -> None:
    record_checks(warehouse, "z", [BAD])
    record_checks(warehouse, "a", [GOOD])
    assert latest_checks(warehouse) == [GOOD]


def test_a_run_of_one_asset_leaves_the_checks_of_others(warehouse: Any) -> None:
    other = BAD.model_copy(update={"asset": "raw_shop.products"})
    record_checks(warehouse, "r1", [BAD, other])
    record_checks(warehouse, "r2", [GOOD])
    assert latest_checks(warehouse) == [other, GOOD]


def test_kinds_are_run_apart(warehouse: Any) -> None:
    ledger = BAD.model_copy(update={"kind": "ledger", "name": "balances"})
    record_checks(warehouse, "r1", [ledger, GOOD])
    record_checks(warehouse, "r2", [BAD])
    assert latest_checks(warehouse) == [ledger, BAD]


def test_kinds_may_have_checks_of_one_name(warehouse: Any) -> None:
    dbt = BAD.model_copy(update={"kind": "dbt"})
    record_checks(warehouse, "r1", [dbt])
    record_checks(warehouse, "r1", [GOOD])
    assert latest_checks(warehouse) == [dbt, GOOD]


def test_a_check_run_twice_in_a_run_counts_once(warehouse: Any) -> None:
    record_checks(warehouse, "r1", [BAD])
    record_checks(warehouse, "r1", [GOOD])
    assert latest_checks(warehouse) == [GOOD]


def test_failed_checks_come_first_and_blocking_ones_before_findings(
    warehouse: Any,
) -> None:
    finding = BAD.model_copy(update={"name": "a_finding", "is_blocking": False})
    passed = GOOD.model_copy(update={"name": "a_passed_check"})
    record_checks(warehouse, "r1", [passed, finding, BAD])
    assert latest_checks(warehouse) == [BAD, finding, passed]
