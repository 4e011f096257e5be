"""A run that is cut anywhere, and run again, leaves the marts of an undisturbed one.

By kill -9 at each line that it prints and at each step of publishing, and by Ctrl-C.
"""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.corner_shop import (
    PYTHON,
    Process,
    copy_shop,
    left_behind,
    open_shop,
    published_marts,
    sell,
)

pytestmark = pytest.mark.slow

LINES = [
    "Starting",
    "raw_shop.order_lines",
    "order_lines: reading",
    "order_lines: loading",
    "order_lines: settling",
    "raw_shop.products",
    "products: settling",
    "Checking 2 suites",
    "models",
    "Built staging.",
    "Built intermediate.",
    "Finding who is whom",
    "models_2",
    "Built marts.fct_orders",
    "Built marts.kpi_daily_sales",
    "marts_suites",
    "published.marts",
    "Publishing",
]
"""What a run prints, from its beginning to its end."""

FILE_STEPS = [
    ("open", "karvan-2.duckdb.tmp"),
    ("os.rename", "karvan-2.duckdb.tmp"),
    ("os.symlink", "karvan-2.duckdb"),
    ("os.rename", "current.tmp"),
    ("open", "built_from"),
    ("open", "snapshot.duckdb.tmp"),
    ("os.rename", "snapshot.duckdb.tmp"),
]
"""What publishing does to files, in order; each is about to happen."""

DIES = """
import os, signal, sys

def die(event, args):
    if event == "{event}" and str(args[0]).endswith("{ending}"):
        # Only what is written: the file of marks is read before a run, too.
        if event != "open" or "w" in str(args[1]):
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
sys.argv = ["karvan", "run"]
from orchestration.cli import main
main()
"""
Marts = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a shop that has published, and to which sales of February came since."""
    workspace = tmp_path_factory.mktemp("january")
    open_shop(workspace)
    first = Process(workspace, "run")
    assert first.end() == 0, first.output
    sell(workspace, month=2)
    return workspace


@pytest.fixture(scope="module")
def undisturbed(january: Path, tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """Give the marts of a run that nobody cut."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "shop"
    copy_shop(january, workspace)
    second = Process(workspace, "run")
    assert second.end() == 0, second.output
    return published_marts(workspace)


@pytest.fixture
def shop(january: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the shop."""
    copy_shop(january, tmp_path / "shop")
    yield tmp_path / "shop"


def is_mended(workspace: Path, undisturbed: Marts) -> bool:
    """Run again, and return whether all is as if nothing had been."""
    again = Process(workspace, "run")
    assert again.end() == 0, again.output
    assert "Published version" in again.output
    third = Process(workspace, "run")
    assert third.end() == 0
    assert "Nothing new" in third.output
    return published_marts(workspace) == undisturbed


@pytest.mark.parametrize("line", LINES)
def test_a_run_that_is_killed(shop: Path, undisturbed: Marts, line: str) -> None:
    run = Process(shop, "run")
    run.until(line)
    run.send(signal.SIGKILL)
    assert run.end() == -signal.SIGKILL
    assert is_mended(shop, undisturbed)


@pytest.mark.parametrize(("event", "ending"), FILE_STEPS)
def test_a_run_that_is_killed_while_it_publishes(
    shop: Path, undisturbed: Marts, event: str, ending: str
) -> None:
    code = DIES.format(event=event, ending=ending)
    run = Process(shop, code, program=PYTHON)
    assert run.end() == -signal.SIGKILL, run.output
    assert is_mended(shop, undisturbed)


@pytest.mark.parametrize("line", LINES[::3])
def test_a_run_that_is_stopped(shop: Path, undisturbed: Marts, line: str) -> None:
    run = Process(shop, "run")
    run.until(line)
    run.interrupt()
    assert run.end() == 128 + signal.SIGINT
    assert "Traceback" not in run.output
    assert left_behind(run.pid) == []
    assert is_mended(shop, undisturbed)
