"""``status.json``: how the last run went, whatever happened to it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from warehouse.engine import connect
from warehouse.lock import run_lock
from warehouse.operations import Check, create_tables, record_checks
from warehouse.settings import settings
from warehouse.status import (
    Outcome,
    Status,
    close_killed_run,
    finish_run,
    read_status,
    start_run,
)

from .conftest import Starter, kill, said

STARTED = """
    from warehouse.lock import run_lock
    from warehouse.status import start_run
    with run_lock("karvan run"):
        start_run("killed")
        print("started")
        input()
"""


@pytest.fixture
def warehouse(shop: Any) -> Iterator[Any]:
    with connect() as connection:
        create_tables(connection)
        yield connection


def run(
    connection: Any,
    run_id: str,
    outcome: Outcome,
    error: str | None = None,
    *,
    is_live: bool = False,
) -> Status:
    """Start and finish a run as a process does, and return what readers see."""
    with run_lock("karvan run"):
        start_run(run_id, is_live=is_live)
        finish_run(connection, outcome, error=error)
    status = read_status()
    assert status is not None
    return status


def started_at(status: Status | None) -> datetime:
    """Return when the last run began."""
    assert status is not None
    return status.run.started_at


def test_before_the_first_run_there_is_none(shop: Any) -> None:
    assert read_status() is None


def test_a_run_that_goes_on_is_running(shop: Any) -> None:
    with run_lock("karvan run"):
        start_run("first")
        status = read_status()
    assert status is not None
    assert (status.run.run_id, status.run.outcome) == ("first", "running")
    assert status.failing_since is None
    assert status.run.started_at <= datetime.now(UTC)


def test_a_run_that_was_killed_is_interrupted_since_it_began(
    shop: Any, start: Starter
) -> None:
    child = start(STARTED)
    assert said(child) == "started"
    running = read_status()
    assert running is not None
    assert running.run.outcome == "running"
    kill(child)
    status = read_status()
    assert status is not None
    assert status.run.outcome == "interrupted"
    assert status.failing_since == running.run.started_at


def test_a_failure_after_a_killed_run_has_lasted_since_the_killed_one(
    warehouse: Any, start: Starter
) -> None:
    child = start(STARTED)
    assert said(child) == "started"
    began = started_at(read_status())
    kill(child)
    assert run(warehouse, "second", "failed").failing_since == began


def test_who_takes_the_lock_writes_down_that_the_last_run_was_killed(
    shop: Any, start: Starter
) -> None:
    child = start(STARTED)
    assert said(child) == "started"
    kill(child)
    with run_lock("karvan run"):
        # Its own lock does not make the killed run look alive.
        closed = close_killed_run()
        assert closed is not None
        assert closed.run.outcome == "interrupted"
        assert read_status() == closed


def test_a_run_that_ended_is_left_as_it_is(warehouse: Any) -> None:
    ended = run(warehouse, "good", "published")
    with run_lock("karvan run"):
        assert close_killed_run() == ended


def test_a_run_that_cannot_ask_the_warehouse_keeps_what_was_known(
    warehouse: Any,
) -> None:
    check = Check(
        asset="marts.fct_orders", name="unique", kind="dbt",
        is_blocking=True, is_passed=True, message="Each order once",
    )  # fmt: skip
    record_checks(warehouse, "r1", [check])
    run(warehouse, "good", "published")
    with run_lock("karvan run"):
        start_run("stopped")
        finish_run(None, "interrupted")
    status = read_status()
    assert status is not None
    assert status.run.outcome == "interrupted"
    assert status.checks == [check]


def test_failures_in_a_row_began_with_the_first(warehouse: Any) -> None:
    assert run(warehouse, "good", "published").failing_since is None
    first = run(warehouse, "bad 1", "failed", "no such file")
    assert first.run.error == "no such file"
    assert first.failing_since == first.run.started_at
    for number in (2, 3):
        again = run(warehouse, f"bad {number}", "failed")
        assert again.failing_since == first.run.started_at
        assert again.run.started_at > first.run.started_at


@pytest.mark.parametrize("outcome", ["published", "unchanged"])
def test_a_good_run_ends_the_row_of_failures(warehouse: Any, outcome: Outcome) -> None:
    run(warehouse, "bad", "failed")
    assert run(warehouse, "good", outcome).failing_since is None
    later = run(warehouse, "bad again", "failed")
    assert later.failing_since == later.run.started_at


def test_a_failure_stays_in_view_while_the_next_run_goes_on(warehouse: Any) -> None:
    failed = run(warehouse, "bad", "failed")
    with run_lock("karvan run"):
        start_run("next")
        status = read_status()
    assert status is not None
    assert status.failing_since == failed.run.started_at


def test_checks_and_ledger_are_those_of_the_warehouse(warehouse: Any) -> None:
    check = Check(
        asset="raw_shop.orders",
        name="order_id_not_null",
        kind="suite",
        is_blocking=True,
        is_passed=False,
        unexpected=2,
        message="Every order has an id: 2 rows break this, of 3 rows",
    )
    record_checks(warehouse, "r1", [check])
    warehouse.execute(
        """
        insert into ops.ledger values
        ('web', 'orders', 'a.csv', 'h1', 'l1', 10, 9, 0, 1, 0, '2024-01-01', false),
        ('web', 'orders', 'a.csv', 'h2', 'l2', 12, 9, 1, 1, 1, '2024-01-02', true),
        ('web', 'orders', 'b.csv', 'h3', 'l2', 5, 5, 0, 0, 0, '2024-01-03', true);
        insert into ops.quarantine values
        ('q1', 'C', 'load', 'web', 'orders', 'a.csv', 3, 'ordered_at', 'no time',
        'secret', 'l2', '2024-01-01', '2024-01-02', 'open', null),
        ('q2', 'C', 'load', 'web', 'orders', 'a.csv', 4, 'ordered_at', 'no time',
        'secret', 'l2', '2024-01-02', '2024-01-03', 'open', null),
        ('q3', 'C', 'load', 'web', 'orders', 'a.csv', 5, 'ordered_at', 'no time',
        'secret', 'l2', '2024-01-02', '2024-01-03', 'dismissed', null)
        """
    )
    status = run(warehouse, "r1", "failed")
    assert status.checks == [check]
    (row,) = status.ledger
    assert (row.received, row.accepted, row.duplicate) == (17, 14, 1)
    assert (row.quarantined, row.suppressed, row.files) == (1, 1, 2)
    assert row.last_loaded_at == datetime(2024, 1, 3, tzinfo=UTC)
    (refused,) = status.quarantine
    assert (refused.rows, refused.rule) == (2, "no time")
    text = (settings().published_path / "status.json").read_text()
    assert "secret" not in text


def test_a_run_cannot_finish_that_never_started(warehouse: Any) -> None:
    with pytest.raises(RuntimeError, match="start_run"):
        finish_run(warehouse, "published")


def test_a_reader_sees_the_old_or_the_new_status_whole(
    warehouse: Any, start: Starter
) -> None:
    run(warehouse, "first", "published")
    reader = start(
        """
        import json, sys
        from warehouse.settings import settings
        path = settings().published_path / "status.json"
        print("reading", flush=True)
        seen = set()
        while "last" not in seen:
            seen.add(json.loads(path.read_text())["run"]["run_id"])
        print("whole")
        """
    )
    assert said(reader) == "reading"
    with run_lock("karvan run"):
        for number in range(50):
            start_run(f"run {number}")
        start_run("last")
    assert said(reader) == "whole"


def test_a_writer_killed_half_way_leaves_the_old_status(
    warehouse: Any, start: Starter
) -> None:
    run(warehouse, "first", "published")
    child = start(
        """
        import os, signal, sys
        from warehouse.status import start_run

        def die(event, args):
            if event == "os.rename":
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        start_run("second")
        """
    )
    assert child.wait() < 0
    status = read_status()
    assert status is not None
    assert status.run.run_id == "first"


def test_the_file_is_json_for_anyone(warehouse: Any) -> None:
    run(warehouse, "first", "published")
    found = json.loads((settings().published_path / "status.json").read_text())
    assert found["run"]["outcome"] == "published"
    assert datetime.fromisoformat(found["run"]["started_at"]).tzinfo is not None
    assert [path.name for path in settings().published_path.iterdir()] == [
        "status.json"
    ]


def test_a_live_run_ends_the_failure_of_live_runs_alone(warehouse: Any) -> None:
    assert run(warehouse, "l1", "failed", is_live=True).failing_since is not None
    assert run(warehouse, "l2", "published", is_live=True).failing_since is None
    failed = run(warehouse, "whole", "failed", "orders are gone")
    between = run(warehouse, "l3", "published", is_live=True)
    assert between.failing_since == failed.failing_since
    assert (between.run.run_id, between.run.error) == ("whole", "orders are gone")
    run(warehouse, "l4", "failed", is_live=True)
    assert run(warehouse, "l5", "published", is_live=True).run.run_id == "whole"
    assert run(warehouse, "whole again", "published").failing_since is None
    assert run(warehouse, "l6", "published", is_live=True).failing_since is None
