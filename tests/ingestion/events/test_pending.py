"""Days of the landing that are loaded are passed over, and no file for ever."""

import time

import pytest

from ingestion.backfill import Backfill
from ingestion.inspection import has_news
from ingestion.ledger_checks import ledger_checks
from tests.conftest import Shop
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.ingestion.small_sources import Loader, Query
from warehouse import landing_days
from warehouse.landing_days import days_to_look_at

FILE, SECOND = "2026-11-01/w-1.ndjson", "2026-11-01/w-2.ndjson"
DAYS = "select day, stamp from ops.landed_days"
IDS = "select source_name, message_id from raw_events.events order by all"


@pytest.fixture
def loaded(
    shop: Shop, load: Loader, ask: Query, monkeypatch: pytest.MonkeyPatch
) -> Shop:
    """Load a day and let a look remember it, as if it had been long ago."""
    monkeypatch.setattr(landing_days, "SETTLING_NS", 0)
    shop.write(SENDERS.split('[[sources]]\nname = "app"')[0])
    land(FILE, [line(call(1)), line(call(2), source="app")])
    time.sleep(0.02)  # the file system's clock goes in steps
    load("events")
    assert not has_news()
    assert list(days_to_look_at(dict(ask(DAYS)))) == []
    return shop


def test_a_file_restored_into_a_remembered_day_is_loaded(
    loaded: Shop, load: Loader, ask: Query
) -> None:
    land(SECOND, [line(call(3))])
    assert has_news()
    assert load("events").files == 1
    assert ask(IDS) == [("web", "m1"), ("web", "m3")]


def test_lines_in_a_remembered_day_wait_for_their_sender(
    loaded: Shop, load: Loader, ask: Query
) -> None:
    loaded.write(SENDERS)
    assert has_news()
    load("events")
    assert ask(IDS) == [("app", "m2"), ("web", "m1")]
    assert not has_news()


def test_a_remembered_day_is_read_again_where_it_is_asked_for(
    loaded: Shop, load: Loader, ask: Query
) -> None:
    assert load("events", backfill=Backfill("web")).files == 1
    assert ask(IDS) == [("web", "m1")]
    assert not has_news()


def test_a_sender_that_the_settings_name_no_more_is_told(
    loaded: Shop, load: Loader
) -> None:
    def found() -> list[str]:
        return [one.message for one in ledger_checks("events") if not one.is_passed]

    assert found() == [
        "events of app, in 1 landed files, are not counted: karvan.toml does not name "
        "this source"
    ]
    assert not any(
        one.is_blocking for one in ledger_checks("events") if not one.is_passed
    )
    loaded.write(SENDERS.replace('"web"', '"shop"'))
    load("events")
    assert found() == [
        "events of web, in 1 landed files, are not counted: karvan.toml does not name "
        "this source"
    ]
    loaded.write(SENDERS)
    load("events")
    assert found() == []
