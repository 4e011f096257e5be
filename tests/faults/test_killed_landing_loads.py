"""A load of the landing that is killed, wherever it is, is mended by the next one."""

import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from ingestion.inspection import has_news
from ingestion.ledger import ledger_checks
from ingestion.loading import load_entity, prepare
from tests.faults.test_killed_loads import KILLED
from tests.ingestion.events.landed_lines import SENDERS, call, land, line

pytestmark = pytest.mark.slow

POINTS = [
    ("ingestion.events.landing", "stage", "after"),
    ("ingestion.events.landing", "write_raw", "after"),
    ("dlt.extract.extract", "Extract.extract", "before"),
    ("dlt.extract.extract", "Extract.extract", "after"),
    ("dlt.normalize.normalize", "Normalize.run", "before"),
    ("dlt.normalize.normalize", "Normalize.run", "after"),
    ("dlt.load.load", "Load.run", "before"),
    ("dlt.load.load", "Load.complete_package", "before"),
    ("dlt.load.load", "Load.complete_package", "after"),
    ("ingestion.loading", "settle", "before"),
    ("ingestion.settlement", "quarantine", "after"),
    ("ingestion.settlement", "keep_first", "after"),
    ("ingestion.settlement", "delete_leftovers", "after"),
    ("ingestion.loading", "settle", "after"),
]
ROWS = (
    "select message_id, properties, source_file, source_row "
    "from raw_events.events order by all"
)
LEDGER = (
    "select file, received, accepted, duplicate, quarantined, is_current "
    "from ops.ledger order by all"
)
EARLIER = "2026-11-01T11:59:59.900000Z"


@pytest.mark.parametrize(("module", "name", "moment"), POINTS)
def test_kill_anywhere_then_run_again_gives_the_same(
    shop, ask: Callable[..., list[tuple[Any, ...]]],
    module: str, name: str, moment: str,
) -> None:  # fmt: skip
    shop.write(SENDERS)
    land("2026-11-01/w-1.ndjson", [line(call(1)), line(call(2))])
    prepare()
    load_entity("events")
    # One repeat came later than what is there, the other before it.
    land(
        "2026-11-01/w-2.ndjson",
        [
            line(call(1, properties={"n": 2})),
            line(call(2, properties={"n": 2}), received_at=EARLIER),
            line(call(3, type="click")),
            line(call(4)),
        ],
    )
    *owner, attribute = name.split(".")
    script = KILLED.format(
        module=module, owner=owner, name=attribute, moment=moment, entity="events"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    prepare()
    load_entity("events")
    assert all(
        check.is_passed
        for check in ledger_checks("events")
        if check.name in ("ledger_balances", "rows_are_those_accepted")
    )
    assert ask(ROWS) == [
        ("m1", '{"product_id":"P1"}', "2026-11-01/w-1.ndjson", 1),
        ("m2", '{"n":2}', "2026-11-01/w-2.ndjson", 2),
        ("m4", '{"product_id":"P4"}', "2026-11-01/w-2.ndjson", 4),
    ]
    assert ask(LEDGER) == [
        ("2026-11-01/w-1.ndjson", 2, 1, 1, 0, True),
        ("2026-11-01/w-2.ndjson", 4, 2, 1, 1, True),
    ]
    assert ask("select code, source_row, status from ops.quarantine") == [
        ("unknown_type", 3, "open")
    ]
    assert not has_news()
    assert not load_entity("events").is_new
