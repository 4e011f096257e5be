"""Connections that write: two files, one configuration, UTC."""

from typing import Any

import duckdb
import pytest

from warehouse.engine import connect
from warehouse.settings import settings


def test_both_files_are_created_and_the_marts_attached(shop: Any) -> None:
    with connect() as connection:
        connection.execute("create table here as select 1 as value")
        connection.execute("create table candidate.there as select 2 as value")
    for path, table, value in [
        (settings().warehouse_path, "here", 1),
        (settings().candidate_path, "there", 2),
    ]:
        with duckdb.connect(path, read_only=True) as reader:
            assert reader.execute(f"select value from {table}").fetchall() == [(value,)]


def test_a_home_with_a_quote_in_its_name_works(shop: Any) -> None:
    shop.write("""home = "Ann's home" """)
    with connect() as connection:
        connection.execute("create table candidate.there as select 2 as value")
    assert (shop.workspace / "Ann's home" / "candidate.duckdb").exists()


def test_connections_in_one_process_may_overlap(shop: Any) -> None:
    with connect() as outer:
        with connect() as inner:
            inner.execute("create table candidate.there as select 2 as value")
        assert outer.execute("from candidate.there").fetchall() == [(2,)]


def test_times_are_read_in_utc_wherever_the_machine_is(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    with connect() as connection:
        cast = "select cast(timestamptz '2024-03-20 00:00:00+00' as varchar)"
        assert connection.execute(cast).fetchall() == [("2024-03-20 00:00:00+00",)]


def test_the_machine_is_used_as_the_settings_say(shop: Any) -> None:
    shop.write('[engine]\nmemory_limit = "300MiB"\nthreads = 1')
    with connect() as connection:
        found = connection.execute(
            "select current_setting('memory_limit'), current_setting('threads')"
        ).fetchall()
    assert found == [("300.0 MiB", 1)]


def test_what_a_failed_block_had_not_committed_is_not_there(shop: Any) -> None:
    with connect() as connection:
        connection.execute("create table t (i int)")
    with pytest.raises(ZeroDivisionError), connect() as connection:
        connection.begin()
        connection.execute("insert into t values (1)")
        _ = 1 // 0
    with connect() as connection:
        assert connection.execute("from t").fetchall() == []
