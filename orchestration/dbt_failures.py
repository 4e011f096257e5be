"""What failed in an invocation of dbt, each in one line that names the file."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from orchestration.dbt_variables import PROJECT_PATH

FAILED = {"error", "fail", "runtime error"}
_WHERE = re.compile(r"\w+ Error in \w+")
_MISMATCH = re.compile(r"^ *\| (\w+) +\| (.*?) *\| (.*?) *\| (.*?) *\|$", re.MULTILINE)


def failures(results: Iterable[Any]) -> Iterator[str]:
    """Give a line for each node that failed; a contract's table is one for each column.

    Args:
        results: Of dbt's run, each with node, status, message and number of failures.
    """
    for result in results:
        if str(result.status) not in FAILED:
            continue
        node = result.node
        path = f"{PROJECT_PATH.name}/{node.original_file_path}"
        message = (result.message or "").strip()
        if "enforced contract" in message:
            yield from _contract(path.replace(".sql", ".yml"), message)
        elif result.failures:
            look = f"`karvan dbt show -t dev -s {node.name}` shows them"
            yield f"{path}: {node.name}: {result.failures:,} rows break it; {look}"
        else:
            yield f"{path}: {node.name}: {_in_one_line(message)}"


def _contract(path: str, message: str) -> Iterator[str]:
    for column, made, told, why in _MISMATCH.findall(message):
        if column == "column_name":
            continue
        if why.startswith("missing in contract"):
            yield f"{path}: column {column} is not in it; write it, data_type: {made}"
        elif why.startswith("missing in definition"):
            yield f"{path}: column {column} is not selected; select it or take it out"
        else:
            types = f"{made} in the SQL, {told} in the contract"
            yield f"{path}: column {column} is {types}; cast it or change data_type"


def _in_one_line(message: str) -> str:
    """Return what went wrong, without the node that dbt names first and the SQL."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    if len(lines) > 1 and _WHERE.match(lines[0]):
        lines = lines[1:]
    return lines[0]
