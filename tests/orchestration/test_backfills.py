"""What a person names to be read again is understood, or refused with the fix."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ingestion.backfill import Backfill
from ingestion.feeds import LoadError
from orchestration.backfills import wished

SETTINGS = """
[shop]
timezone = "Pacific/Kiritimati"

[[sources]]
name = "crm"
kind = "files"
path = "contacts.csv"
"""


@pytest.fixture(autouse=True)
def settings(shop: Any) -> None:
    shop.write(SETTINGS)


def test_nothing_is_named() -> None:
    assert wished("", "") is None


def test_a_source_a_day_or_both() -> None:
    day = date(2024, 3, 9)
    assert wished("crm", "") == Backfill("crm")
    assert wished("", "2024-03-09") == Backfill(None, day)
    assert wished("crm", "2024-03-09") == Backfill("crm", day)


def test_everything_is_no_source_and_no_day() -> None:
    assert wished("", "", everything=True) == Backfill()
    with pytest.raises(LoadError, match="one of both"):
        wished("crm", "", everything=True)


def test_a_wrong_source_names_the_right_one() -> None:
    with pytest.raises(LoadError, match="did you mean 'crm'"):
        wished("cmr", "")


def test_what_is_no_day_shows_one() -> None:
    with pytest.raises(LoadError, match="2026-11-20"):
        wished("", "9 March")


def test_today_is_the_shops_and_tomorrow_has_not_come() -> None:
    # The shop's clock is 14 hours before UTC's: its day begins first.
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    assert wished("", today.isoformat()) == Backfill(None, today)
    with pytest.raises(LoadError, match="has not come"):
        wished("", (today + timedelta(days=2)).isoformat())
