"""The outcomes of dbt: who is blamed, and what is left out, by the files it leaves."""

import json
from pathlib import Path

from orchestration.dbt_results import BUILDS, dbt_checks

ORDERS, SALES = "model.karvan.fct_orders", "model.karvan.kpi_daily_sales"
NODES = {
    ORDERS: {"schema": "marts", "name": "fct_orders"},
    SALES: {"schema": "marts", "name": "kpi_daily_sales"},
}


def a_test(name: str, *reads: str, severity: str = "error", **more: object) -> dict:
    """Return a test as a manifest has it."""
    return {
        "schema": "tests",
        "name": name,
        "config": {"severity": severity, "meta": {}},
        "depends_on": {"nodes": list(reads)},
    } | more


def checks(
    folder: Path, tests: dict[str, dict], *results: tuple[str, str, int | None]
) -> dict[str, tuple[str, bool, bool]]:
    """Return asset, blocking and passed of each check, by its name."""
    manifest = {"nodes": NODES | tests, "sources": {}, "unit_tests": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    listed = [
        {"unique_id": node, "status": status, "failures": failures, "message": "why"}
        for node, status, failures in results
    ]
    (folder / "run_results.json").write_text(json.dumps({"results": listed}))
    found = dbt_checks(folder)
    return {one.name: (one.asset, one.is_blocking, one.is_passed) for one in found}


def test_a_model_that_fails_is_its_own_check(tmp_path: Path) -> None:
    found = checks(tmp_path, {}, (ORDERS, "error", None))
    assert found == {BUILDS: ("marts.fct_orders", True, False)}


def test_what_was_skipped_has_no_outcome(tmp_path: Path) -> None:
    tests = {"test.karvan.t": a_test("t", SALES, attached_node=SALES)}
    found = checks(
        tmp_path,
        tests,
        (ORDERS, "error", None),
        (SALES, "skipped", None),
        ("test.karvan.t", "skipped", None),
    )
    assert [asset for asset, _, _ in found.values()] == ["marts.fct_orders"]


def test_a_test_belongs_to_the_model_that_it_names(tmp_path: Path) -> None:
    named = {"severity": "warn", "meta": {"dagster": {"ref": {"name": "fct_orders"}}}}
    tests = {
        "test.karvan.a": a_test("a", SALES, attached_node=SALES),
        "test.karvan.b": a_test("b", SALES, ORDERS, config=named),
        "test.karvan.c": a_test("c"),
    }
    found = checks(tmp_path, tests, *[(name, "fail", 3) for name in tests])
    assert found == {
        "a": ("marts.kpi_daily_sales", True, False),
        "b": ("marts.fct_orders", False, False),
        "c": ("tests.c", True, False),
    }


def test_a_failed_test_says_how_many(tmp_path: Path) -> None:
    tests = {"test.karvan.a": a_test("orders_are_new", ORDERS, attached_node=ORDERS)}
    checks(tmp_path, tests, ("test.karvan.a", "fail", 3))
    [check] = dbt_checks(tmp_path)
    assert (check.unexpected, check.message) == (3, "orders are new (3 found)")
