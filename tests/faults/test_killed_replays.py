"""A replay of the quarantine that is killed anywhere, and done again, is one replay."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.end_to_end.corner_shop import (
    PYTHON,
    Process,
    copy_shop,
    published_marts,
)
from tests.faults.killing import Point, script
from tests.ingestion.events.landed_lines import call, land, line

pytestmark = pytest.mark.slow

POINTS = [
    ("ingestion.events.replaying", "stage", "after"),
    ("dlt.normalize.normalize", "Normalize.run", "after"),
    ("dlt.load.load", "Load.complete_package", "before"),
    ("dlt.load.load", "Load.complete_package", "after"),
    ("ingestion.events.replaying", "_settle", "before"),
    ("ingestion.events.replaying", "keep_first", "after"),
    ("ingestion.events.replaying", "delete_leftovers", "after"),
    ("ingestion.events.replaying", "rows_now", "after"),
    ("orchestration.reconsidering", "replay_landed", "after"),
    ("ingestion.loading", "settle", "before"),
    ("ingestion.settlement", "quarantine", "after"),
    ("ingestion.loading", "settle", "after"),
]
"""Of the events in the landing, then of those in a file."""

REPLAYS = """
sys.argv = ["karvan", "quarantine", "replay", "--all"]
from orchestration.cli import main
main()
"""
SETTINGS = """
[quality]
max_quarantined_pct = 90
[[sources]]
name = "web"
kind = "events"
write_key = "demo"
[[sources]]
name = "archive"
kind = "events"
path = "calls.ndjson"
"""
STRICT = "[events]\noldest_on = 2026-10-01\n"
EARLY = "2026-09-01T10:00:00Z"
STATES = (
    "select source_name, message_id, properties, source_file, source_row "
    "from raw_events.events order by all",
    "select source_name, file, received, accepted, duplicate, quarantined "
    "from ops.ledger where is_current order by all",
    "select source_name, source_row, code, status from ops.quarantine order by all",
)
State = list[list[tuple[Any, ...]]]
Marts = dict[str, list[tuple[object, ...]]]


def said(numbers: range) -> list[dict[str, Any]]:
    """Return calls of which most are too old, for now, and one is wrong for ever."""
    times = [{"timestamp": EARLY} if n % 3 else {} for n in numbers]
    calls = [call(n, **time) for n, time in zip(numbers, times, strict=True)]
    return [*calls, call(numbers[1], timestamp=EARLY, properties={}), call(0, type="x")]


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a shop that has published, and whose rules since let most events in."""
    workspace = tmp_path_factory.mktemp("refused")
    (workspace / "karvan.toml").write_text(SETTINGS + STRICT)
    landing = workspace / ".karvan" / "landing"
    for day in (1, 2):
        lines = [line(one) for one in said(range(day * 10, day * 10 + 15))]
        land(f"2026-11-0{day}/w-1.ndjson", lines, landing=landing)
    lines = [json.dumps(one) for one in said(range(50, 60))]
    (workspace / "calls.ndjson").write_text("\n".join([*lines, ""]))
    first = Process(workspace, "run")
    assert first.end() == 0, first.output
    (workspace / "karvan.toml").write_text(SETTINGS)
    return workspace


@pytest.fixture
def shop(refused: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the shop."""
    copy_shop(refused, tmp_path / "shop")
    yield tmp_path / "shop"


def done(workspace: Path, *command: str) -> None:
    """Do a command, to its good end."""
    process = Process(workspace, *command)
    assert process.end() == 0, process.output


def replayed(workspace: Path) -> State:
    """Replay everything, and return what is loaded, counted and refused then."""
    done(workspace, "quarantine", "replay", "--all")
    path = workspace / ".karvan" / "warehouse.duckdb"
    with duckdb.connect(path, read_only=True) as reader:
        return [reader.execute(state).fetchall() for state in STATES]


@pytest.fixture(scope="module")
def undisturbed(
    refused: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[State, Marts]:
    """Give what a replay that nobody killed leaves, and what a run makes of it."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "shop"
    copy_shop(refused, workspace)
    state = replayed(workspace)
    done(workspace, "run")
    return state, published_marts(workspace)


def test_the_replay_moves_what_is_right_now(undisturbed: Any) -> None:
    (events, ledger, quarantine), marts = undisturbed
    landed = [("web", f"m{n}") for n in range(10, 35)]
    filed = [("archive", f"m{n}") for n in range(50, 60)]
    assert [one[:2] for one in events] == sorted(filed + landed)
    assert len(marts["fct_events"]) == 35
    # Two files of 17 lines and one of 12, each with one that stays; m20 to m24 are in
    # both landed files.
    sums = [sum(one[n] for one in ledger) for n in range(2, 6)]
    assert sums == [46, 35, 8, 3]
    assert [one[2:] for one in quarantine if one[3] == "open"] == [
        ("unknown_type", "open")
    ] * 3


def kill(workspace: Path, point: Point) -> None:
    """Replay everything in a process that dies at a point."""
    killed = Process(workspace, script(point, REPLAYS), program=PYTHON)
    assert killed.end() == -signal.SIGKILL, killed.output


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_replay_again_gives_the_same(
    shop: Path, undisturbed: tuple[State, Marts], point: Point
) -> None:
    kill(shop, point)
    assert replayed(shop) == undisturbed[0]


@pytest.mark.parametrize("point", POINTS[3::4], ids="-".join)
def test_a_run_after_a_kill_sees_what_is_settled_and_the_next_the_rest(
    shop: Path, undisturbed: tuple[State, Marts], point: Point
) -> None:
    kill(shop, point)
    done(shop, "run")
    assert replayed(shop) == undisturbed[0]
    done(shop, "run")
    assert published_marts(shop) == undisturbed[1]
