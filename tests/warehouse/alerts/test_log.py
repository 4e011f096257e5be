"""The delivery log keeps the newest lines, whatever was torn, within its limit."""

from datetime import UTC, datetime

import pytest

from tests.conftest import Shop
from warehouse.alerts import log
from warehouse.alerts.log import Delivered, deliveries, note


def delivered(number: int) -> Delivered:
    return Delivered(
        at=datetime(2024, 3, 1, tzinfo=UTC), alert="a", event="fired",
        title=f"No. {number}", channel="webhook", recipients="", attempts=1,
        message_id=str(number),
    )  # fmt: skip


def numbers() -> list[int]:
    return [int(one.message_id) for one in deliveries()]


def test_the_newest_is_first_and_a_torn_line_is_passed(shop: Shop) -> None:
    assert deliveries() == []
    shop.home.mkdir()
    note(delivered(1))
    with (shop.home / "alerts.ndjson").open("a") as file:
        file.write('\n{"at": "2024')
    note(delivered(2))
    assert numbers() == [2, 1]


def test_two_files_of_the_stated_size_are_the_most(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.home.mkdir()
    monkeypatch.setattr(log, "MOST_BYTES", 1000)
    for number in range(50):
        note(delivered(number))
    files = list(shop.home.glob("alerts*.ndjson"))
    assert len(files) == 2
    assert all(file.stat().st_size < 1500 for file in files)
    found = numbers()
    assert found == list(range(49, 49 - len(found), -1))
    assert len(found) >= 5
