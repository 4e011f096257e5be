"""What an analyst built is read over the version that it was built on."""

import duckdb
import pytest

from tests.conftest import Shop
from warehouse.development import DEV, Edition, marts_link, open_edition, point_at_marts
from warehouse.engine import connect
from warehouse.published import NothingPublishedError
from warehouse.publishing import leave_snapshot, publish, rollback
from warehouse.settings import settings
from warehouse.snapshot import snapshot_version

from .conftest import build


def develop(answer: int) -> None:
    """Build another answer, and a view of raw data, into the analyst's file."""
    with duckdb.connect(settings().dev_path) as connection:
        for name, path in (
            ("warehouse", settings().snapshot_path),
            ("candidate", marts_link()),
        ):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        connection.execute("create schema staging")
        connection.execute(
            "create view staging.versions as from warehouse.ops.versions"
        )
        connection.execute("create schema marts")
        connection.execute(f"create table marts.answer as select {answer} as value")
        connection.execute("create schema increments")
        connection.execute("create table increments.recipes as select 1 as one")
    target = settings().dbt_path / "target-dev"
    target.mkdir(parents=True, exist_ok=True)
    (target / "semantic_manifest.json").write_text('{"of": "dev"}')


def released(value: int, *, is_live: bool = False) -> None:
    """Publish a value, as a run does."""
    build(value)
    publish(f"run {value}", is_live=is_live)
    if not is_live:
        leave_snapshot()


def value_of(edition: Edition, table: str = "answer") -> list[tuple]:
    """Return the rows that somebody sees of a mart."""
    return open_edition(edition).execute(f"from marts.{table}").fetchall()


def test_a_table_that_was_built_takes_the_place_of_the_published_one(
    shop: Shop,
) -> None:
    released(1)
    point_at_marts()
    develop(2)
    assert value_of(DEV) == [(2,)]
    assert value_of(None) == [(1,)]


def test_other_tables_are_as_published_and_views_read_the_snapshot(
    shop: Shop,
) -> None:
    released(1)
    with connect() as connection:
        connection.execute("create table candidate.marts.other as select 7 as value")
    released(3)
    point_at_marts()
    develop(2)
    assert value_of(DEV, "other") == [(7,)]
    rows = open_edition(DEV).execute("select max(version) from staging.versions")
    assert rows.fetchall() == [(2,)]
    told = open_edition(DEV).execute("from ops.semantic_manifest").fetchall()
    assert told == [('{"of": "dev"}',)]


def test_sql_of_an_analyst_reaches_nothing_else_and_writes_nothing(
    shop: Shop,
) -> None:
    released(1)
    point_at_marts()
    develop(2)
    file = shop.file("secret.csv", "a\n1\n")
    for sql in (
        f"from '{file}'",
        "insert into dev.marts.answer values (3)",
        "attach 'more.duckdb'",
    ):
        with pytest.raises(duckdb.Error):
            open_edition(DEV).execute(sql)
    assert value_of(DEV) == [(2,)]


def test_a_file_is_begun_anew_after_a_whole_run_alone(shop: Shop) -> None:
    released(1)
    assert snapshot_version() == 1
    assert not point_at_marts()
    develop(2)
    released(3, is_live=True)
    assert not point_at_marts()
    assert settings().dev_path.exists()
    released(4)
    assert snapshot_version() == 3
    assert value_of(DEV) == [(2,)]  # as it was built, until it is built again
    assert point_at_marts()
    assert not settings().dev_path.exists()
    assert not point_at_marts()


def test_rolling_readers_back_leaves_an_analyst_with_the_newest_run(
    shop: Shop,
) -> None:
    released(1)
    released(2)
    rollback()
    point_at_marts()
    assert marts_link().readlink().name == "karvan-2.duckdb"


def test_a_version_that_is_gone_is_said(shop: Shop) -> None:
    released(1)
    point_at_marts()
    develop(2)
    marts_link().resolve().unlink()
    with pytest.raises(NothingPublishedError, match="build on dev again"):
        open_edition(DEV)
