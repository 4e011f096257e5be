"""An erasure that is killed, wherever it is, is completed by the next one."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.corner_shop import PYTHON, Process, copy_shop
from tests.end_to_end.forgetting_shop import (
    ANN,
    ANNS_EMAIL,
    ask,
    named_in,
    open_shop,
)
from tests.faults.killing import Point, script

pytestmark = pytest.mark.slow

POINTS = [
    ("orchestration.erasing.steps", "suppress", "before"),
    ("orchestration.erasing.steps", "scrub_landing", "after"),
    ("warehouse.erasure.refused", "remove_refused", "after"),
    ("orchestration.erasing.steps", "scrub", "after"),
    ("orchestration.erasing.journal", "Journal.note_database", "after"),
    ("warehouse.erasure.databases", "sync_folder", "before"),
    ("orchestration.erasing.steps", "rewrite", "after"),
    ("orchestration.erasing.steps", "_scrub_copy", "before"),
    ("orchestration.erasing.steps", "scrub_decisions", "after"),
    ("orchestration.erasing.steps", "_remove_leftovers", "after"),
    ("orchestration.commands.customer_erased", "prove", "after"),
]
ERASES = f"""
sys.argv = ["karvan", "customer", "erase", "{ANNS_EMAIL}", "--yes", "--no-run"]
from orchestration.cli import main
main()
"""
STATES = (
    "select entity, received, accepted, duplicate, quarantined, suppressed, is_current "
    "from ops.ledger order by all",
    "select code, file, source_row, payload, status from ops.quarantine order by all",
    "select entity, length(source_key) from ops.source_rows order by all",
    "select * exclude (_dlt_load_id) from raw_events.events order by all",
    "select * exclude (_dlt_load_id) from raw_shop.order_lines order by all",
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a shop that has published, and knows who is whom."""
    workspace = tmp_path_factory.mktemp("built")
    open_shop(workspace)
    first = Process(workspace, "run")
    assert first.end() == 0, first.output
    return workspace


@pytest.fixture(scope="module")
def undisturbed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Give what an erasure that nobody killed leaves."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "shop"
    copy_shop(built, workspace)
    return erased(workspace)


def erased(workspace: Path) -> list[Any]:
    """Erase Ann, and return what is left of the others."""
    process = Process(workspace, "customer", "erase", ANN, "--yes", "--no-run")
    assert process.end() == 0, process.output
    assert named_in(workspace) == []
    home = workspace / ".karvan"
    assert not (home / "erasing.json").exists()
    assert [path for path in home.rglob("*.tmp*") if path.is_file()] == []
    return [ask(workspace, sql) for sql in STATES]


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_erase_again_is_one_erasure(
    built: Path, undisturbed: list[Any], tmp_path: Path, point: Point
) -> None:
    workspace = tmp_path / "shop"
    copy_shop(built, workspace)
    killed = Process(workspace, script(point, ERASES), program=PYTHON)
    assert killed.end() == -signal.SIGKILL, killed.output
    journal = workspace / ".karvan" / "erasing.json"
    assert journal.stat().st_mode & 0o77 == 0
    assert erased(workspace) == undisturbed
