"""Dagster's log of events in files, as Dagster's own reads it."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import Connection, Engine, event

from orchestration.event_log import EventLog
from orchestration.running import prepare_dagster
from tests.conftest import Shop


@dg.asset
def sold() -> None:
    """Do nothing, and say so in the log."""


@pytest.fixture
def home(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", str(shop.home))
    shop.write("[shop]\nname = 'A shop'")
    return prepare_dagster()


def test_what_is_logged_dagsters_own_log_reads(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        done = dg.materialize([sold], instance=instance)
        told = [entry.message for entry in instance.all_logs(done.run_id)]
    assert len(told) > 5
    own = SqliteEventLogStorage(str(home / "history" / "runs"))
    assert [entry.message for entry in own.get_logs_for_run(done.run_id)] == told
    assert own.has_asset_key(dg.AssetKey("sold"))


def test_a_runs_file_has_one_engine(home: Path) -> None:
    engines: set[Engine] = set()

    def used(connection: Connection) -> None:
        engines.add(connection.engine)

    event.listen(Engine, "engine_connect", used)
    try:
        with dg.DagsterInstance.get() as instance:
            done = dg.materialize([sold], instance=instance)
    finally:
        event.remove(Engine, "engine_connect", used)
    file = home / "history" / "runs" / f"{done.run_id}.db"
    assert [str(engine.url.database) for engine in engines].count(str(file)) == 1
