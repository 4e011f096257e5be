"""The run lock: one writer at a time, and none that is dead."""

import os
import threading
import time
from typing import Any

import pytest

from warehouse.lock import Holder, LockedError, holder, run_lock
from warehouse.settings import settings

from .conftest import Starter, kill, said

HOLD = """
    from warehouse.lock import run_lock
    with run_lock("first run"):
        print("held")
        input()
"""


def test_nobody_holds_a_lock_that_was_never_taken(shop: Any) -> None:
    assert holder() is None


def test_the_holder_is_known_and_forgotten(shop: Any) -> None:
    with run_lock("karvan run"):
        found = holder()
        assert found is not None
        assert (found.pid, found.purpose) == (os.getpid(), "karvan run")
    assert holder() is None


def test_another_process_is_refused_and_told_who_writes(
    shop: Any, start: Starter
) -> None:
    first = start(HOLD)
    assert said(first) == "held"
    with (
        pytest.raises(LockedError, match=rf"first run \(process {first.pid}, since"),
        run_lock("second run"),
    ):
        pass


def test_another_process_can_wait_and_is_told_for_whom(
    shop: Any, start: Starter
) -> None:
    first = start(HOLD)
    assert said(first) == "held"
    waited_for: list[Holder | None] = []

    def on_wait(found: Holder | None) -> None:
        waited_for.append(found)
        first.communicate("done\n")

    with run_lock("second run", on_wait=on_wait):
        now = holder()
    assert [found.pid for found in waited_for if found] == [first.pid]
    assert now is not None
    assert now.purpose == "second run"


def test_a_killed_holder_frees_the_lock(shop: Any, start: Starter) -> None:
    first = start(HOLD)
    assert said(first) == "held"
    kill(first)
    assert holder() is None
    with run_lock("second run"):
        found = holder()
    assert found is not None
    assert found.purpose == "second run"


def test_who_only_looks_does_not_stop_a_run_after_a_killed_one(
    shop: Any, start: Starter
) -> None:
    first = start(HOLD)
    assert said(first) == "held"
    kill(first)
    # What `holder` does, for longer: the killed run's name still stands in the file.
    looker = start(
        """
        import fcntl, time
        from warehouse.settings import settings
        with (settings().home / "run.lock").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            print("looking")
            time.sleep(0.1)
        """
    )
    assert said(looker) == "looking"
    with run_lock("second run"):
        found = holder()
    assert found is not None
    assert found.purpose == "second run"


def test_the_process_that_holds_it_may_ask_again(shop: Any, start: Starter) -> None:
    ask = """
        from warehouse.lock import LockedError, run_lock
        try:
            with run_lock("other"):
                print("free")
        except LockedError:
            print("locked")
    """
    with run_lock("outer"):
        with run_lock("inner"):
            assert said(start(ask)) == "locked"
        found = holder()
        assert found is not None
        assert found.purpose == "outer"
        assert said(start(ask)) == "locked"
    assert said(start(ask)) == "free"


def test_a_failed_run_frees_the_lock(shop: Any) -> None:
    with pytest.raises(ZeroDivisionError), run_lock("fails"):
        _ = 1 // 0
    assert holder() is None


def test_a_thread_that_asked_again_keeps_the_lock_until_it_is_done(shop: Any) -> None:
    entered, leave = threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def second() -> None:
        try:
            with run_lock("second thread"):
                entered.set()
                leave.wait(10)
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=second)
    with run_lock("first thread"):
        thread.start()
        entered.wait(10)
    still_held = holder() is not None
    leave.set()
    thread.join()
    assert still_held
    assert errors == []
    assert holder() is None


def test_two_shops_do_not_wait_for_each_other(
    shop: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_lock("one shop"):
        monkeypatch.setenv("KARVAN_HOME", str(tmp_path / "other"))
        settings.cache_clear()
        assert holder() is None
        with run_lock("other shop"):
            assert holder() is not None
        monkeypatch.delenv("KARVAN_HOME")
        settings.cache_clear()


def test_a_child_that_writes_keeps_the_lock_of_a_parent_that_was_killed(
    shop: Any, start: Starter
) -> None:
    parent = start(
        """
        import subprocess, sys
        from warehouse.lock import lock_descriptors, run_lock
        with run_lock("karvan dbt"):
            child = [sys.executable, "-c", "input()"]
            subprocess.Popen(child, pass_fds=lock_descriptors())
            print("started")
            import time
            time.sleep(60)
        """
    )
    assert said(parent) == "started"
    kill(parent)
    assert holder() is not None
    assert parent.stdin is not None
    parent.stdin.close()  # the child reads it to its end
    parent.stdin = None
    deadline = time.monotonic() + 30
    while holder() is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
