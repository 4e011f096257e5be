"""A load of the landing that is killed, wherever it is, is mended by the next one."""

import pytest

from ingestion.inspection import has_news
from ingestion.loading import load_entity, prepare
from tests.faults.killing import Point, kill_load, load_again
from tests.ingestion.events.landed_lines import SENDERS, call, land, line
from tests.ingestion.small_sources import Query

pytestmark = pytest.mark.slow

POINTS = [
    ("ingestion.events.landing_intake", "read", "after"),
    ("ingestion.events.landing_intake", "judge", "after"),
    ("ingestion.events.landing_intake", "write_refused", "after"),
    ("ingestion.events.landing_intake", "write_raw", "after"),
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


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_run_again_gives_the_same(
    shop, ask: Query, point: Point
) -> None:
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
    kill_load("events", point)
    load_again("events")
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
