"""Which landing files wait, and when a run is asked for."""

import shutil
import time
from pathlib import Path

import dagster as dg
import pytest

from orchestration.live import AGAIN_S, LIVE, Attempt, waiting_files
from tests.conftest import Shop
from warehouse import landing_days
from warehouse.engine import CANDIDATE, connect
from warehouse.lock import run_lock
from warehouse.operations import create_tables
from warehouse.publishing import publish, rollback

FILES = ["2026-11-25/w-1.ndjson", "2026-11-26/w-1.ndjson", "2026-11-26/w-2.ndjson"]


@pytest.fixture
def landing(shop: Shop) -> Path:
    """Land three closed files and one that a dead worker left open."""
    for name in (*FILES, "2026-11-26/w-3.open"):
        shop.file(f".karvan/landing/{name}", '{"n":1}\n')
    return shop.home / "landing"


def publish_ledger(*files: str) -> None:
    """Publish a ledger that knows some files."""
    with connect() as connection:
        create_tables(connection)
        connection.execute(f"create schema if not exists {CANDIDATE}.marts")
        connection.execute(f"create or replace table {CANDIDATE}.marts.x as select 1")
        for file in files:
            connection.execute(
                "insert into ops.ledger values "
                "('web', 'events', ?, '', '1', 1, 1, 0, 0, 0, now(), true)",
                [file],
            )
    publish("run")


def names(files: list[Path], landing: Path) -> list[str]:
    """Return files as the ledger calls them."""
    return [path.relative_to(landing).as_posix() for path in files]


def test_what_the_published_ledger_does_not_know_waits(landing: Path) -> None:
    publish_ledger(FILES[1])
    assert names(waiting_files(), landing) == [
        FILES[0],
        FILES[2],
        "2026-11-26/w-3.ndjson",
    ]
    publish_ledger(*FILES, "2026-11-26/w-3.ndjson")
    assert waiting_files() == []


def test_before_the_first_version_all_files_wait(landing: Path) -> None:
    assert names(waiting_files(), landing) == [*FILES, "2026-11-26/w-3.ndjson"]


@pytest.mark.parametrize("is_restored", [True, False])
def test_files_wait_again_where_their_version_is_gone(
    landing: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch, is_restored: bool
) -> None:
    monkeypatch.setattr(landing_days, "SETTLING_NS", 0)
    (landing / "2026-11-26" / "w-3.open").unlink()
    publish_ledger()
    shutil.copytree(shop.home / "published", shop.home / "backup", symlinks=True)
    publish_ledger(*FILES)
    assert waiting_files() == []
    shutil.rmtree(shop.home / "published")
    if is_restored:
        (shop.home / "backup").rename(shop.home / "published")
    assert names(waiting_files(), landing) == FILES


def looked(
    cursor: str | None = None, run: dg.DagsterRun | None = None
) -> dg.SensorResult:
    """Let the sensor look once, where a run may be under way."""
    from orchestration.defs.live import landed_events

    with dg.DagsterInstance.ephemeral() as instance:
        if run is not None:
            instance.add_run(run)
        found = landed_events(dg.build_sensor_context(instance, cursor=cursor))
    assert isinstance(found, dg.SensorResult)
    return found


def jobs(result: dg.SensorResult) -> list[str | None]:
    """Return the jobs that are asked for."""
    return [request.job_name for request in result.run_requests or []]


def test_the_first_run_is_a_whole_one_and_the_next_are_live(landing: Path) -> None:
    first = looked()
    assert jobs(first) == ["refresh"]
    assert jobs(looked(first.cursor)) == []
    publish_ledger(*FILES[:2])
    assert jobs(looked(first.cursor)) == [LIVE]
    publish_ledger(*FILES, "2026-11-26/w-3.ndjson")
    assert jobs(looked()) == []


def test_while_a_run_holds_the_lock_none_is_asked_for(landing: Path) -> None:
    publish_ledger()
    with run_lock("a run"):
        assert jobs(looked()) == []
    assert jobs(looked()) == [LIVE]


def test_a_killed_run_holds_up_no_other_for_long(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration.defs import live

    publish_ledger()
    killed = dg.DagsterRun(job_name=LIVE, status=dg.DagsterRunStatus.STARTED)
    assert jobs(looked(run=killed)) == []
    monkeypatch.setattr(live, "AGAIN_S", -1)
    assert jobs(looked(run=killed)) == [LIVE]


def test_what_was_rolled_back_stays_so(landing: Path) -> None:
    publish_ledger()
    publish_ledger()
    rollback()
    assert jobs(looked()) == []


def test_the_same_files_are_asked_for_once_until_it_is_time(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_ledger()
    files = waiting_files()
    first = Attempt(files, None)
    assert first.is_due
    cursor = first.cursor
    assert not Attempt(files, cursor).is_due
    assert Attempt(files[1:], cursor).is_due
    later = time.time() + AGAIN_S + 1
    monkeypatch.setattr("orchestration.live.time.time", lambda: later)
    assert Attempt(files, cursor).is_due


def test_a_live_run_is_asked_for_with_words_that_its_job_knows(shop: Shop) -> None:
    shop.write('[[sources]]\nname = "web"\nkind = "events"\nwrite_key = "env:KEY"\n')
    from orchestration.definitions import defs
    from orchestration.defs.live import QUIET

    job = defs().resolve_job_def(LIVE)
    level = dg.validate_run_config(job, QUIET)["loggers"]["console"]["config"]
    assert level["log_level"] == "WARNING"
