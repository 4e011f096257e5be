"""A run that takes in events and is killed anywhere leaves nothing lost or twice.

The incremental marts are built on what the cut run left; the next run makes them what
an undisturbed one, and one from nothing, would have made.
"""

import json
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.corner_shop import (
    PYTHON,
    Process,
    copy_shop,
    published_marts,
)
from tests.faults.test_cut_runs import DIES, is_mended

pytestmark = pytest.mark.slow

LINES = [
    "raw_events.events",
    "events: reading",
    "events: settling",
    "models",
    "Built staging.stg_events__loads",
    "Built marts.fct_events",
    "Built marts.fct_sessions",
    "Built marts.fct_product_interactions",
    "Built marts.kpi_daily_traffic",
    "marts_suites",
    "Publishing",
]
"""What a run prints, from its beginning to its end."""

FILE_STEPS = [
    ("os.rename", "karvan-2.duckdb.tmp"),
    ("os.rename", "current.tmp"),
    ("open", "built_from"),
]
"""What publishing does to files, in order; each is about to happen."""

SETTINGS = """
[[sources]]
name = "web"
kind = "events"
write_key = "demo"
"""
STEPS = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
Marts = dict[str, list[tuple[object, ...]]]


def call(number: int) -> dict[str, object]:
    """Return one of many calls: few visitors, who come back after hours."""
    happened = START + timedelta(minutes=number * 7 % 600, seconds=number)
    return {
        "messageId": f"m{number}",
        "type": "click" if number % 31 == 0 else "track",
        "event": STEPS[number % 4],
        "anonymousId": f"a{number % 5}",
        "timestamp": happened.isoformat(),
        "properties": {
            "product_id": f"P{number % 3}",
            "price": 2.5,
            "order_id": f"O{number}",
            "total": 2.5,
            "currency": "EUR",
        },
    }


def land(workspace: Path, name: str, numbers: range, received_at: datetime) -> None:
    """Write a closed file of the landing."""
    path = workspace / ".karvan" / "landing" / "2026-03-01" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps(
            {
                "n": n,
                "source": "web",
                "received_at": received_at.isoformat().replace("+00:00", "Z"),
                "call": call(number),
            }
        )
        for n, number in enumerate(numbers, start=1)
    ]
    path.write_text("\n".join([*lines, ""]))


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a shop that has published, and to which events came since.

    Some of them repeat what is loaded; others are what was received first of it.
    """
    workspace = tmp_path_factory.mktemp("morning")
    (workspace / "karvan.toml").write_text(SETTINGS)
    land(workspace, "w-1.ndjson", range(200), START + timedelta(hours=12))
    first = Process(workspace, "run")
    assert first.end() == 0, first.output
    land(workspace, "w-2.ndjson", range(150, 300), START + timedelta(hours=13))
    land(workspace, "w-0.ndjson", range(120, 160), START + timedelta(hours=11))
    return workspace


@pytest.fixture(scope="module")
def undisturbed(morning: Path, tmp_path_factory: pytest.TempPathFactory) -> Marts:
    """Give the marts of a run that nobody cut, and that began with nothing."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "shop"
    copy_shop(morning, workspace)
    second = Process(workspace, "run", "--full-refresh")
    assert second.end() == 0, second.output
    return published_marts(workspace)


@pytest.fixture
def shop(morning: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the shop."""
    copy_shop(morning, tmp_path / "shop")
    yield tmp_path / "shop"


def is_counted_once(workspace: Path) -> bool:
    """Return whether every landed call is in the marts or refused, and counted once."""
    path = workspace / ".karvan" / "published" / "current"
    with duckdb.connect(path.resolve(), read_only=True) as reader:
        found = reader.execute("select message_id from marts.fct_events").fetchall()
        counted = reader.execute(
            "select sum(received), sum(accepted), sum(duplicate), sum(quarantined) "
            "from ops.ledger where is_current"
        ).fetchall()
    sound = sorted((f"m{number}",) for number in range(300) if number % 31)
    refused = sum(
        number % 31 == 0
        for numbers in (range(200), range(150, 300), range(120, 160))
        for number in numbers
    )
    accepted = len(sound)
    repeats = 390 - accepted - refused
    return sorted(found) == sound and counted == [(390, accepted, repeats, refused)]


@pytest.mark.parametrize("line", LINES)
def test_a_run_that_is_killed(shop: Path, undisturbed: Marts, line: str) -> None:
    run = Process(shop, "run")
    run.until(line)
    run.send(signal.SIGKILL)
    assert run.end() == -signal.SIGKILL
    assert is_mended(shop, undisturbed)
    assert is_counted_once(shop)


@pytest.mark.parametrize(("event", "ending"), FILE_STEPS)
def test_a_run_that_is_killed_while_it_publishes(
    shop: Path, undisturbed: Marts, event: str, ending: str
) -> None:
    code = DIES.format(event=event, ending=ending)
    run = Process(shop, code, program=PYTHON)
    assert run.end() == -signal.SIGKILL, run.output
    assert is_mended(shop, undisturbed)
    assert is_counted_once(shop)
