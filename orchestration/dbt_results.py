"""The outcomes of dbt's last invocation, read from the files that it leaves."""

import json
from pathlib import Path

from warehouse.operations import Check

BUILDS = "builds"
"""Name of the check that a model, or a seed, itself is."""


def dbt_checks(target_path: Path) -> list[Check]:
    """Return the outcomes of dbt's last invocation: its tests, and what did not build.

    A model's own outcome is the check `BUILDS` of its table. What was skipped, because
    something before it failed, has no outcome.
    """
    results = json.loads((target_path / "run_results.json").read_text())["results"]
    manifest = json.loads((target_path / "manifest.json").read_text())
    nodes = manifest["nodes"] | manifest["sources"]
    unit_tests = manifest["unit_tests"]
    checks = []
    for result in results:
        unique_id, status = result["unique_id"], result["status"]
        if status == "skipped":
            continue
        kind = unique_id.split(".")[0]
        if kind == "test":
            test = nodes[unique_id]
            checks.append(
                Check(
                    asset=_tested(test, nodes),
                    name=test["name"],
                    kind="dbt",
                    is_blocking=test["config"]["severity"].lower() == "error",
                    is_passed=status == "pass",
                    unexpected=result["failures"],
                    message=_words(test, result),
                )
            )
        elif kind == "unit_test":
            test = unit_tests[unique_id]
            checks.append(
                Check(
                    asset=_table_of(nodes[test["depends_on"]["nodes"][0]]),
                    name=test["name"],
                    kind="dbt",
                    is_blocking=True,
                    is_passed=status == "pass",
                    message=test["description"] or _name_in_words(test),
                )
            )
        else:
            checks.append(
                Check(
                    asset=_table_of(nodes[unique_id]),
                    name=BUILDS,
                    kind="dbt",
                    is_blocking=True,
                    is_passed=status == "success",
                    message="It was built"
                    if status == "success"
                    else (result["message"] or status).strip(),
                )
            )
    return checks


def _tested(test: dict, nodes: dict) -> str:
    """Return the table that a test belongs to, as dagster-dbt sees it."""
    meta = test["config"].get("meta") or test.get("meta") or {}
    named = meta.get("dagster", {}).get("ref", {}).get("name")
    read = test["depends_on"]["nodes"]
    if named is not None:
        read = [node for node in read if nodes[node]["name"] == named] or read
    read = [test["attached_node"]] if test.get("attached_node") else read
    return _table_of(nodes[read[0]] if read else test)


def _table_of(node: dict) -> str:
    return f"{node['schema']}.{node['name']}"


def _words(test: dict, result: dict) -> str:
    said = test.get("description") or test["config"].get("meta", {}).get("description")
    words = said or _name_in_words(test)
    if result["status"] == "pass":
        return words
    if result["failures"] is None:
        return f"{words} ({(result['message'] or 'not evaluated').strip()})"
    return f"{words} ({result['failures']} found)"


def _name_in_words(test: dict) -> str:
    return " ".join(test["name"].replace("_", " ").split())
