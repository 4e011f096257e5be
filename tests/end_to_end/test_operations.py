"""Runs that are stopped, killed and started twice: nothing is lost, someone is told.

The tests are one story, in order: each leaves the shop as the next finds it.
"""

import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Karvan
from tests.end_to_end.corner_shop import (
    DAGSTER,
    KARVAN,
    PYTHON,
    Process,
    copy_shop,
    left_behind,
    open_shop,
    published_marts,
    sell,
)
from tests.orchestration.notifications.conftest import Hook

Start = Callable[..., Process]
TICKS = """
import sys
from pathlib import Path
from orchestration.defs.jobs import run_unless_nothing_is_new

print(type(run_unless_nothing_is_new()).__name__)
Path(sys.argv[1]).write_text("Receipt,Article,Card,Qty,Price,Time")
print(type(run_unless_nothing_is_new()).__name__)
"""
SECRET = "s3cr3t-token"  # noqa: S105


@pytest.fixture(scope="module")
def hook() -> Iterator[Hook]:
    """Give the shop's receiver of messages."""
    server = Hook([])
    yield server
    server.close()


@pytest.fixture(scope="module", autouse=True)
def shop(workspace: Path, hook: Hook) -> None:
    open_shop(workspace, '[notifications]\nwebhook_url = "env:HOOK_URL"\n')
    (workspace / ".env").write_text(f"HOOK_URL={hook.url}\n")


@pytest.fixture(scope="module")
def start(workspace: Path) -> Iterator[Start]:
    """Give a function that starts a command."""
    started: list[Process] = []

    def process(*arguments: str, program: Sequence[str] = KARVAN) -> Process:
        started.append(Process(workspace, *arguments, program=program))
        return started[-1]

    yield process
    for one in started:
        one.close()


def status(karvan: Karvan) -> dict:
    """Return what ``karvan status --json`` says."""
    return json.loads(karvan("status", "--json").stdout)


def kinds(hook: Hook) -> list[tuple[str, str]]:
    """Return the messages that arrived, by kind and place."""
    return [(got["kind"], got["place"]) for got in hook.got]


def test_a_shop_that_works_tells_nobody(karvan: Karvan, hook: Hook) -> None:
    assert "by webhook" in karvan("doctor").stdout
    done = karvan("run")
    assert done.returncode == 0, done.stderr
    assert hook.got == []


def test_ctrl_c_while_loading_ends_at_once(
    karvan: Karvan, start: Start, workspace: Path
) -> None:
    sell(workspace, month=2)
    run = start("run")
    run.until("raw_shop.products")  # the order lines are loaded
    run.interrupt()
    assert run.end() == 128 + signal.SIGINT
    assert "Version 1 stays published." in run.output
    assert "Traceback" not in run.output
    assert left_behind(run.pid) == []
    found = status(karvan)
    assert found["run"]["outcome"] == "interrupted"
    assert found["writer"] is None


def test_sigterm_while_building_ends_at_once(
    karvan: Karvan, start: Start, hook: Hook
) -> None:
    run = start("run")
    run.until("Built marts.fct_orders")
    run.send(signal.SIGTERM)
    assert run.end() == 128 + signal.SIGTERM
    assert "Traceback" not in run.output
    assert left_behind(run.pid) == []
    assert status(karvan)["run"]["outcome"] == "interrupted"
    # This run has told of the one before it.
    assert kinds(hook) == [("failed", "the run")]


def test_dagster_waits_for_the_command_line_which_is_killed_while_publishing(
    karvan: Karvan, start: Start, hook: Hook, workspace: Path
) -> None:
    first = start("run")
    first.until("Starting")
    job = ("job", "execute", "-m", "orchestration.definitions", "-j", "refresh")
    second = start(*job, program=DAGSTER)
    first.until("Publishing")
    second.until(f"Waiting for karvan run (process {first.pid}")
    first.send(signal.SIGKILL)
    assert first.end() == -signal.SIGKILL
    assert second.end() == 0, second.output
    found = status(karvan)
    assert found["run"]["outcome"] == "published"
    assert found["failing_since"] is None
    # The same failure as before was told once; now it is over.
    assert kinds(hook) == [("failed", "the run"), ("recovered", "the run")]


def test_the_marts_are_those_of_a_shop_whose_runs_were_never_disturbed(
    workspace: Path, tmp_path: Path
) -> None:
    open_shop(tmp_path)
    sell(tmp_path, month=2)
    # dbt's manifest, whose making takes 5 s.
    copy_shop(workspace / ".karvan" / "dbt", tmp_path / ".karvan" / "dbt")
    calm = Process(tmp_path, "run")
    assert calm.end() == 0, calm.output
    assert published_marts(workspace) == published_marts(tmp_path)


def test_the_daily_schedule_is_skipped_where_nothing_is_new(
    karvan: Karvan, start: Start, workspace: Path
) -> None:
    tick = start(TICKS, str(workspace / "sales_3.csv"), program=PYTHON)
    assert tick.end() == 0, tick.output
    assert tick.output.split() == ["SkipReason", "RunRequest"]
    assert status(karvan)["run"]["outcome"] == "unchanged"


def test_a_day_of_a_source_is_read_again_although_nothing_is_new(
    karvan: Karvan, workspace: Path
) -> None:
    (workspace / "sales_3.csv").unlink()
    noon = datetime(2024, 3, 5, 12, tzinfo=UTC).timestamp()
    for name in ("sales_1.csv", "articles.csv"):
        os.utime(workspace / name, (noon, noon))
    before = published_marts(workspace)
    done = karvan("backfill", "--source", "till", "--day", "2024-03-05")
    assert done.returncode == 0, done.stderr
    assert "reading sales_1.csv" in done.stderr
    assert "reading sales_2.csv" not in done.stderr
    assert "reading articles.csv" not in done.stderr
    assert "Published version" in done.stdout
    assert published_marts(workspace) == before


@pytest.mark.parametrize(
    ("arguments", "fix"),
    [
        (["--source", "tilt"], "did you mean 'till'"),
        (["--day", "5 March"], "write it such as 2026-11-20"),
        (["--day", "9999-01-01"], "has not come yet"),
        ([], "karvan run --full-refresh"),
    ],
)
def test_what_cannot_be_read_again_is_said_with_the_fix(
    karvan: Karvan, arguments: list[str], fix: str
) -> None:
    done = karvan("backfill", *arguments)
    assert done.returncode == 1
    assert fix in done.stderr


def test_who_waits_can_be_stopped_and_goes_on_when_the_lock_is_free(
    karvan: Karvan, start: Start
) -> None:
    from fcntl import LOCK_EX, flock

    home = Path(status(karvan)["home"])
    with (home / "run.lock").open("a") as lock:
        flock(lock, LOCK_EX)
        rollback, *others = start("rollback"), start("run"), start("dbt", "build")
        rollback.until("Waiting for another process")
        for other in others:
            other.until("Waiting for another process")
            other.send(signal.SIGINT)
            assert other.end() == 128 + signal.SIGINT
            assert "Traceback" not in other.output
    assert rollback.end() == 0
    assert "Readers see version" in rollback.output


def test_a_run_that_could_not_even_begin_is_told(
    karvan: Karvan, workspace: Path, hook: Hook
) -> None:
    settings = workspace / "karvan.toml"
    settings.write_text(settings.read_text().replace("order_lines", "order_lins"))
    done = karvan("run")
    assert done.returncode == 1
    assert "did you mean 'order_lines'" in done.stderr
    assert status(karvan)["run"]["outcome"] == "failed"
    assert "did you mean 'order_lines'" in hook.got[-1]["reason"]


def test_the_receivers_address_is_a_secret(
    workspace: Path, karvan: Karvan, hook: Hook
) -> None:
    found = [
        path
        for path in (workspace / ".karvan").rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert found == []
    said = karvan("status").stdout + karvan("doctor").stdout
    assert "works again" in said
    assert karvan("doctor", "--notify").stdout.count("was taken") == 1
    assert hook.got[-1]["kind"] == "test"
    assert SECRET not in said
