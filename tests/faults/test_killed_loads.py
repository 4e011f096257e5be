"""A load that is killed, wherever it is, is mended by the next one."""

import pytest

from ingestion.loading import load_entity, prepare
from tests.faults.killing import Point, kill_load, load_again
from tests.ingestion.small_sources import Query

SOURCE = """
[[sources]]
name = "till"
kind = "files"
path = "lines*.csv"
[sources.entities.order_lines]
columns = { order_id = "order", line_amount = "amount" }
[sources.entities.customers]
columns = { customer_id = "order", first_name = "amount" }
"""
pytestmark = pytest.mark.slow

POINTS = [
    ("ingestion.intake", "write_accepted", "after"),
    ("dlt.extract.extract", "Extract.extract", "after"),
    ("dlt.normalize.normalize", "Normalize.run", "before"),
    ("dlt.normalize.normalize", "Normalize.run", "after"),
    ("dlt.load.load", "Load.complete_package", "before"),
    ("dlt.load.load", "Load.complete_package", "after"),
    ("ingestion.loading", "settle", "before"),
    ("ingestion.settlement", "delete_leftovers", "after"),
]
STATES = {
    "order_lines": "select order_id, line_amount::int, source_file, source_row "
    "from raw_shop.order_lines order by all",
    "customers": "select customer_id, first_name, source_file, source_row "
    "from raw_shop.customers order by all",
}
LEDGER = (
    "select file, file_hash, received, accepted, duplicate, quarantined, is_current "
    "from ops.ledger order by all"
)


@pytest.mark.parametrize("entity", STATES)
@pytest.mark.parametrize("point", POINTS, ids="-".join)
def test_kill_anywhere_then_run_again_gives_the_same(
    shop, ask: Query, entity: str, point: Point
) -> None:
    shop.write(SOURCE)
    shop.file("lines_1.csv", "order,amount\n" + "".join(f"A{n},1\n" for n in range(9)))
    prepare()
    load_entity(entity)
    shop.file("lines_1.csv", "order,amount\n" + "".join(f"A{n},2\n" for n in range(8)))
    shop.file("lines_2.csv", "order,amount\nB,3\n,4\n")
    kill_load(entity, point)
    load_again(entity)
    after = ask(STATES[entity]), ask(LEDGER), ask("select count(*) from ops.quarantine")
    amount = 2 if entity == "order_lines" else "2"
    rows = [(f"A{n}", amount, "lines_1.csv", n + 1) for n in range(8)]
    if entity == "customers":
        rows.append(("A8", "1", "lines_1.csv", 9))
    rows.append(("B", 3 if entity == "order_lines" else "3", "lines_2.csv", 1))
    assert after[0] == rows
    assert after[2] == [(1,)]
    assert not load_entity(entity).is_new
    assert not any((shop.home / "dlt").iterdir())
