"""Reading what is published: the current version, read only, and nothing else."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import pandas
import pytest

from warehouse.published import (
    NothingPublishedError,
    open_published,
    published_version,
)
from warehouse.publishing import publish, rollback
from warehouse.settings import settings

from .conftest import build


@pytest.fixture
def first(shop: Any) -> Any:
    """Publish a first version, whose value is 1."""
    build(1)
    publish("first run")
    return shop


def answer(version: int | None = None) -> int:
    """Return the value in a published version."""
    (row,) = open_published(version).execute("from marts.answer").fetchall()
    return row[0]


def test_before_the_first_run_the_message_says_what_to_do(shop: Any) -> None:
    with pytest.raises(NothingPublishedError, match="karvan run"):
        open_published()
    with pytest.raises(NothingPublishedError, match="karvan run"):
        published_version()


def test_readers_follow_the_current_version(first: Any) -> None:
    assert (answer(), published_version()) == (1, 1)
    held = open_published()
    build(2)
    publish("second run")
    assert (answer(), published_version()) == (2, 2)
    assert held.execute("from marts.answer").fetchall() == [(1,)]
    rollback()
    assert (answer(), published_version()) == (1, 1)


def test_an_earlier_version_can_be_asked_for(first: Any) -> None:
    build(2)
    publish("second run")
    assert (answer(1), answer(2), answer()) == (1, 2, 2)
    with pytest.raises(NothingPublishedError, match="version 7"):
        open_published(7)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('{file}')",
        "select * from '{file}'",
        "select * from read_text('{file}')",
        "select * from glob('{folder}/*')",
        "select * from sniff_csv('{file}')",
        "attach '{folder}/other.duckdb'",
        "attach '{warehouse}'",
        "attach ':memory:' as other",
        "copy (select 1) to '{folder}/out.csv'",
        "copy marts.answer from '{file}'",
        "export database '{folder}/export'",
        "install httpfs",
        "load httpfs",
        "create secret theirs (type s3)",
        "select * from frame",
    ],
)
def test_sql_reaches_nothing_but_the_version(first: Any, statement: str) -> None:
    frame = pandas.DataFrame({"value": [1]})
    assert len(frame) == 1
    file = first.file("secret.csv", "value\n1\n")
    before = sorted(first.workspace.rglob("*"))
    asked = statement.format(
        file=file, folder=first.workspace, warehouse=settings().warehouse_path
    )
    with pytest.raises(duckdb.Error):
        open_published().execute(asked)
    assert sorted(first.workspace.rglob("*")) == before


@pytest.mark.parametrize(
    "statement",
    [
        "insert into marts.answer values (2)",
        "update marts.answer set value = 2",
        "delete from marts.answer",
        "drop table marts.answer",
        "create table marts.other as select 1 as value",
        "create view marts.other as select 1 as value",
    ],
)
def test_what_is_published_cannot_be_changed(first: Any, statement: str) -> None:
    with pytest.raises(duckdb.Error, match="read-only"):
        open_published().execute(statement)
    assert answer() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "set enable_external_access = true",
        "reset enable_external_access",
        "set lock_configuration = false",
        "set memory_limit = '1TB'",
        "set TimeZone = 'Asia/Tehran'",
        "pragma threads = 64",
    ],
)
def test_the_configuration_is_locked(first: Any, statement: str) -> None:
    with pytest.raises(duckdb.Error, match="locked"):
        open_published().execute(statement)


def test_times_are_read_in_utc_wherever_the_machine_is(
    first: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    zone = open_published().execute("select current_setting('TimeZone')").fetchall()
    assert zone == [("UTC",)]


def test_a_reader_takes_no_more_of_the_machine_than_the_settings_allow(
    shop: Any,
) -> None:
    shop.write('[engine]\nmemory_limit = "300MiB"\nthreads = 1')
    build(1)
    publish("first run")
    found = (
        open_published()
        .execute("select current_setting('memory_limit'), current_setting('threads')")
        .fetchall()
    )
    assert found == [("300.0 MiB", 1)]


def test_two_threads_read_at_once_each_its_own_result(first: Any) -> None:
    together = threading.Barrier(2, timeout=10)

    def read(value: int) -> list[tuple[int]]:
        together.wait()
        cursor = open_published()
        found = []
        for _ in range(50):
            together.wait()
            cursor.execute("select value + ? from marts.answer", [value])
            together.wait()
            found += cursor.fetchall()
        return found

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(read, (10, 20)))
    assert results == [[(11,)] * 50, [(21,)] * 50]


def test_many_threads_may_be_the_first_to_read(first: Any) -> None:
    together = threading.Barrier(8, timeout=10)

    def read(_: int) -> int:
        together.wait()
        return answer()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read, range(8))) == [1] * 8


def test_a_version_can_be_opened_again_while_a_reader_holds_it(first: Any) -> None:
    held = open_published(1)
    for value in range(2, 6):
        build(value)
        publish(f"run {value}")
        assert answer() == value
    assert answer(1) == 1
    assert held.execute("from marts.answer").fetchall() == [(1,)]


def test_a_reader_that_closes_its_connection_closes_no_other(first: Any) -> None:
    with open_published() as reader:
        reader.execute("from marts.answer")
    assert answer() == 1


def test_a_reader_never_stops_a_run(first: Any) -> None:
    held = open_published()
    for value in range(2, 9):
        build(value)
        publish(f"run {value}")
        assert answer() == value
    assert held.execute("from marts.answer").fetchall() == [(1,)]


def test_a_connection_sees_one_file(first: Any) -> None:
    databases = open_published().execute("select path from duckdb_databases()")
    paths = {path for (path,) in databases.fetchall() if path}
    assert paths == {str(settings().published_path / "karvan-1.duckdb")}
