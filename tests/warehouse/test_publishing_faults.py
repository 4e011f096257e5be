"""Publishing while processes are killed: readers keep a whole version."""

import time
from typing import Any

import pytest

from warehouse.publishing import PublishingError, publish, versions
from warehouse.settings import settings

from .conftest import Starter, answer, build, kill, published, said


def test_a_build_that_was_killed_is_unfinished(shop: Any, start: Starter) -> None:
    published(1)
    child = start(
        "from warehouse.publishing import begin_build\n"
        "begin_build()\nprint('building')\ninput()"
    )
    assert said(child) == "building"
    kill(child)
    with pytest.raises(PublishingError, match="did not finish"):
        publish("second run")


@pytest.mark.parametrize(
    ("event", "ending", "seen"),
    [
        ("open", "karvan-2.duckdb.tmp", 1),
        ("os.rename", "karvan-2.duckdb.tmp", 1),
        ("os.symlink", "karvan-2.duckdb", 1),
        ("os.rename", "current.tmp", 1),
        ("os.remove", "karvan-0.duckdb", 2),
    ],
)
def test_a_crash_at_any_point_leaves_readers_a_whole_version(
    shop: Any, start: Starter, event: str, ending: str, seen: int
) -> None:
    shop.write("keep_versions = 2")
    published(1)
    (settings().published_path / "karvan-0.duckdb").write_bytes(b"the oldest")
    build(2)
    child = start(
        f"""
        import os, signal, sys
        from warehouse.publishing import publish

        def die(event, args):
            if event == "{event}" and str(args[0]).endswith("{ending}"):
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(die)
        publish("second run")
        """
    )
    assert child.wait() == -9
    assert answer() == seen
    published(3)
    assert answer() == 3
    assert len(versions()) == 2
    names = {path.name for path in settings().published_path.iterdir()}
    assert names == {"current"} | {version.path.name for version in versions()}


def test_readers_never_find_a_torn_version(shop: Any, start: Starter) -> None:
    shop.write("keep_versions = 2")
    published(0)
    reader = start(
        """
        import duckdb
        from warehouse.publishing import current_path
        print("reading")
        value = 0
        while value < 8:
            path = current_path()
            with duckdb.connect(path, read_only=True) as reader:
                ((found,),) = reader.execute("from marts.answer").fetchall()
            assert found >= value
            value = found
        print("whole")
        """
    )
    assert said(reader) == "reading"
    for value in range(1, 9):
        published(value)
        time.sleep(0.05)
    assert said(reader) == "whole"
