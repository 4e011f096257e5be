"""A load of a followed table that is killed, wherever it is, is mended by the next."""

import pytest

from ingestion.inspection import has_news
from ingestion.loading import load_entity, prepare
from tests.databases import Database
from tests.faults.killing import Point, kill_load, load_again
from tests.ingestion.small_sources import Query

SOURCE = """
[quality]
min_rows_kept_pct = 0
[[sources]]
name = "till"
kind = "sql"
url = "sqlite:///shop.sqlite"
compare_keys_hours = 0
[sources.entities.order_lines]
table = "lines"
key = ["id"]
updated_at = "changed_at"
columns = { order_id = "receipt", line_amount = "amount" }
"""
pytestmark = pytest.mark.slow

POINTS = [
    ("ingestion.databases.state", "write_changed", "after"),
    ("ingestion.databases.state", "write_gone", "after"),
    ("ingestion.intake", "write_accepted", "after"),
    ("dlt.normalize.normalize", "Normalize.run", "after"),
    ("dlt.load.load", "Load.complete_package", "before"),
    ("dlt.load.load", "Load.complete_package", "after"),
    ("ingestion.loading", "settle", "before"),
    ("ingestion.settlement", "_mark_deleted", "after"),
    ("ingestion.databases.state", "settle_change", "after"),
    ("ingestion.loading", "settle", "after"),
]
ROWS = (
    "select order_id, line_amount::int, source_key, deleted_at is not null "
    "from raw_shop.order_lines order by all"
)
KNOWN = "select source_key from ops.source_rows order by all"
REFUSED = "select source_key, status from ops.quarantine order by all"


@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_run_again_gives_the_same(
    shop, sqlite: Database, ask: Query, point: Point
) -> None:
    shop.write(SOURCE)
    sqlite.run(
        "create table lines (id int, receipt text, amount, changed_at text)",
        "insert into lines values (1, 'A', 1, '2024-01-01 10:00:00'), "
        "(2, 'B', 'one', '2024-01-01 10:00:00'), (3, 'C', 1, '2024-01-01 10:00:00')",
    )
    prepare()
    load_entity("order_lines")
    sqlite.run(
        "delete from lines where id = 1",
        "update lines set amount = 2, changed_at = '2024-01-02 10:00:00' where id = 2",
        "insert into lines values (4, 'D', 'four', '2023-01-02 10:00:00')",
    )
    kill_load("order_lines", point)
    load_again("order_lines")
    assert ask(ROWS) == [
        ("A", 1, "1", True), ("B", 2, "2", False), ("C", 1, "3", False),
    ]  # fmt: skip
    assert ask(KNOWN) == [("2",), ("3",), ("4",)]
    assert ask(REFUSED) == [("2", "replaced"), ("4", "open")]
    assert not has_news()
    assert not load_entity("order_lines").is_new
