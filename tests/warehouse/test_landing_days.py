"""Which days of the landing are looked at again, and that no file is passed over."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.conftest import Shop
from warehouse import landing_days
from warehouse.landing_days import Day, days_to_look_at

DAY, NEXT = "2026-11-01", "2026-11-02"


@pytest.fixture
def landing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Land a file on each of two days, in folders that are taken for old at once."""
    monkeypatch.setattr(landing_days, "SETTLING_NS", 0)
    for day in (DAY, NEXT):
        shop.file(f".karvan/landing/{day}/w-1.ndjson", '{"n":1}\n')
    later()
    return shop.home / "landing"


def later() -> None:
    """Wait until the file system's clock, of a few milliseconds, has gone on."""
    time.sleep(0.02)


def looked(known: dict[str, str] | None = None) -> dict[str, Day]:
    """Return the days that are to be looked at."""
    return {day.name: day for day in days_to_look_at(known or {})}


def remembered() -> dict[str, str]:
    """Return the stamps of all days, as if all were loaded."""
    stamps = {name: day.stamp for name, day in looked().items()}
    return {name: stamp for name, stamp in stamps.items() if stamp}


def files(day: Day) -> list[str]:
    """Return the names of a day's files."""
    return [path.name for path in day.files]


def test_days_that_were_not_remembered_are_listed(landing: Path) -> None:
    found = looked()
    assert list(found) == [DAY, NEXT]
    assert files(found[DAY]) == ["w-1.ndjson"]
    assert found[DAY].files[0].parent == landing / DAY


def test_a_day_that_did_not_change_is_not_listed_again(landing: Path) -> None:
    known = remembered()
    assert looked(known) == {}
    assert list(looked(known | {DAY: "another"})) == [DAY]


def test_a_file_that_is_put_into_an_old_day_is_seen(landing: Path) -> None:
    known = remembered()
    (landing / DAY / "restored.ndjson").write_text('{"n":1}\n')
    assert files(looked(known)[DAY]) == ["restored.ndjson", "w-1.ndjson"]


def test_a_backup_that_sets_the_folders_own_time_is_seen(landing: Path) -> None:
    known, before = remembered(), (landing / DAY).stat()
    (landing / DAY / "restored.ndjson").write_text('{"n":1}\n')
    os.utime(landing / DAY, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (landing / DAY).stat().st_mtime_ns == before.st_mtime_ns
    assert list(looked(known)) == [DAY]


def test_a_folder_that_takes_the_place_of_another_is_seen(landing: Path) -> None:
    known = remembered()
    shutil.copytree(landing / DAY, landing / "copy")
    (landing / "copy" / "more.ndjson").write_text('{"n":1}\n')
    shutil.rmtree(landing / DAY)
    (landing / "copy").rename(landing / DAY)
    assert files(looked(known)[DAY]) == ["more.ndjson", "w-1.ndjson"]


def test_a_day_that_has_only_just_changed_is_not_remembered(shop: Shop) -> None:
    shop.file(f".karvan/landing/{DAY}/w-1.ndjson", '{"n":1}\n')
    assert looked()[DAY].stamp is None


def test_a_day_with_an_open_file_is_not_remembered_and_a_dead_workers_is_closed(
    landing: Path,
) -> None:
    (landing / DAY / "w-2.open").write_text('{"n":1}\n')
    later()
    found = looked()[DAY]
    assert (files(found), found.stamp) == (["w-1.ndjson", "w-2.ndjson"], None)
    later()
    assert looked()[DAY].stamp is not None


def test_what_is_no_day_is_not_listed(landing: Path) -> None:
    (landing / "lost+found").mkdir()  # of a disk of its own: only root may list it
    (landing / "2026-11-03").write_text("no folder")
    assert list(looked()) == [DAY, NEXT]


def test_without_a_landing_there_are_no_days(shop: Shop) -> None:
    assert looked() == {}
