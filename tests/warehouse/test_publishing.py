"""Publishing: what readers see is whole, checked, and never taken from them."""

import os
from typing import Any

import duckdb
import pytest

from warehouse.engine import connect
from warehouse.operations import Check, create_tables, record_checks
from warehouse.publishing import (
    PublishingError,
    begin_build,
    current_path,
    end_build,
    publish,
    rollback,
    versions,
)
from warehouse.settings import settings

from .conftest import answer, build, published

BLOCKING = Check(
    asset="marts.fct_orders",
    name="order_id_unique",
    kind="suite",
    is_blocking=True,
    is_passed=False,
    unexpected=3,
    message="Every order is there once: 3 rows break this, of 9 rows",
)


def record(*checks: Check, run_id: str = "r1") -> None:
    """Write down the outcomes of a run's checks."""
    with connect() as connection:
        record_checks(connection, run_id, checks)


def numbers() -> list[int]:
    """Return the published versions, newest first."""
    return [version.version for version in versions()]


def test_before_the_first_run_nothing_is_published(shop: Any) -> None:
    assert versions() == []
    assert current_path() is None


def test_a_version_is_a_file_of_its_own_and_current(shop: Any) -> None:
    build(41)
    version = publish("first run")
    assert (version.version, version.is_current) == (1, True)
    assert version.path == settings().published_path / "karvan-1.duckdb"
    assert version.size_bytes == version.path.stat().st_size
    assert answer() == 41
    assert (settings().published_path / "current").readlink().name == version.path.name


def test_readers_see_the_newest_version(shop: Any) -> None:
    assert [published(1), published(2), published(3)] == [1, 2, 3]
    assert answer() == 3
    assert numbers() == [3, 2, 1]
    assert [version.is_current for version in versions()] == [True, False, False]


def test_what_was_received_and_checked_is_published_without_payloads(shop: Any) -> None:
    build(1)
    record(BLOCKING.model_copy(update={"is_passed": True}))
    with connect() as connection:
        connection.execute(
            """
            insert into ops.ledger values
            ('web', 'orders', 'a.csv', 'h1', 'l1', 3, 1, 0, 2, 0, '2024-01-01', true);
            insert into ops.quarantine
            select id, 'C', 'load', 'web', 'orders', 'a.csv', 3, 'email', 'no e-mail',
            'ann@example.org', 'l1', '2024-01-01', '2024-01-01', 'open', null
            from (values ('q1'), ('q2')) as ids (id)
            """
        )
    version = publish("first run")
    with duckdb.connect(version.path, read_only=True) as reader:
        tables = reader.execute(
            "select list(table_name order by table_name) from duckdb_tables() "
            "where schema_name = 'ops'"
        ).fetchall()
        quarantined = reader.execute(
            "select source_name, entity, rule, quarantined from ops.quarantine"
        ).fetchall()
        runs = reader.execute("select version, run_id from ops.versions").fetchall()
    [(names,)] = tables
    assert names == [
        "checks", "event_properties", "ledger", "quarantine", "semantic_manifest",
        "versions",
    ]  # fmt: skip
    assert quarantined == [("web", "orders", "no e-mail", 2)]
    assert runs == [(1, "first run")]
    assert b"ann@example.org" not in version.path.read_bytes()


def test_a_failed_blocking_check_leaves_the_last_version_up(shop: Any) -> None:
    published(1)
    build(2)
    record(BLOCKING)
    with pytest.raises(PublishingError, match=r"marts\.fct_orders.*3 rows break this"):
        publish("second run")
    assert (answer(), numbers()) == (1, [1])


def test_a_finding_does_not_stop_publishing(shop: Any) -> None:
    build(1)
    record(BLOCKING.model_copy(update={"is_blocking": False}))
    assert publish("first run").version == 1


def test_a_check_that_passes_again_lets_the_next_run_publish(shop: Any) -> None:
    build(1)
    record(BLOCKING)
    record(BLOCKING.model_copy(update={"is_passed": True}), run_id="r2")
    assert publish("second run").version == 1


def test_nothing_is_published_after_an_unfinished_build(shop: Any) -> None:
    published(1)
    begin_build()
    build(2)
    with pytest.raises(PublishingError, match="did not finish"):
        publish("second run")
    assert answer() == 1
    end_build()
    publish("third run")
    assert answer() == 2


def test_a_part_that_was_built_does_not_finish_the_whole(shop: Any) -> None:
    published(1)
    begin_build()  # and killed
    begin_build(["fct_events"])
    end_build(["fct_events"])
    with pytest.raises(PublishingError, match="did not finish"):
        publish("live run")
    end_build()
    publish("whole run")


def test_an_unfinished_part_is_finished_by_itself_or_the_whole(shop: Any) -> None:
    published(1)
    for models in (["fct_events", "fct_sessions"], None):
        begin_build(["fct_events", "fct_sessions"])
        end_build(["fct_events"])
        with pytest.raises(PublishingError, match="did not finish"):
            publish("live run")
        end_build(*([models] if models else []))
        publish("another run")


def test_marts_that_were_never_built_are_not_published(shop: Any) -> None:
    with connect() as connection:
        create_tables(connection)
    with pytest.raises(PublishingError):
        publish("first run")
    assert versions() == []


def test_rollback_points_readers_at_the_version_before(shop: Any) -> None:
    for value in (1, 2, 3):
        published(value)
    assert rollback().version == 2
    assert answer() == 2
    assert rollback().version == 1
    assert answer() == 1
    with pytest.raises(PublishingError, match=r"no earlier version.*3, 2, 1"):
        rollback()


def test_rollback_goes_to_any_kept_version_and_forward_again(shop: Any) -> None:
    for value in (1, 2, 3):
        published(value)
    rollback(1)
    assert answer() == 1
    rollback(3)
    assert answer() == 3
    with pytest.raises(PublishingError, match="no version 9"):
        rollback(9)


def test_a_number_is_never_used_twice(shop: Any) -> None:
    for value in (1, 2):
        published(value)
    rollback(1)
    assert published(3) == 3
    versions()[0].path.unlink()
    assert published(4) == 4


def test_the_oldest_versions_are_dropped(shop: Any) -> None:
    shop.write("keep_versions = 2")
    for value in (1, 2, 3, 4):
        published(value)
    assert numbers() == [4, 3]


def test_live_versions_push_no_others_out(shop: Any) -> None:
    shop.write("keep_versions = 2")
    for value in (1, 2):
        published(value)
    for _ in range(4):
        publish("live run", is_live=True)
    assert numbers() == [6, 5, 2, 1]
    published(3)
    assert numbers() == [7, 6, 5, 2]


def test_a_reader_keeps_its_version_while_others_get_the_next(shop: Any) -> None:
    shop.write("keep_versions = 2")
    published(1)
    path = current_path()
    assert path is not None
    with duckdb.connect(path, read_only=True) as reader:
        for value in (2, 3):
            published(value)
            assert answer() == value
        assert not path.exists()
        assert reader.execute("select value from marts.answer").fetchall() == [(1,)]


def test_a_shop_behind_a_link_knows_its_current_version(
    shop: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setenv("KARVAN_HOME", str(tmp_path / "link"))
    settings.cache_clear()
    for value in (1, 2):
        published(value)
    assert [version.is_current for version in versions()] == [True, False]
    assert rollback().version == 1


def test_other_files_in_the_folder_are_left_alone(shop: Any) -> None:
    published(1)
    copy = settings().published_path / "karvan-1 (copy).duckdb"
    os.link(versions()[0].path, copy)
    published(2)
    assert numbers() == [2, 1]
    assert copy.exists()
