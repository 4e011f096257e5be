"""Real dbt builds: of a shop with nothing in it, and by an analyst."""

from decimal import Decimal

import duckdb

from ingestion.loading import prepare
from orchestration import dbt
from orchestration.development import develop
from tests.conftest import Shop
from warehouse.engine import connect
from warehouse.publishing import leave_snapshot
from warehouse.settings import REPOSITORY, settings

MARTS = {file.stem for file in (REPOSITORY / "dbt_project/models/marts").rglob("*.sql")}


def test_an_empty_shop_builds_and_every_dbt_test_passes(shop: Shop) -> None:
    """Unit tests too: they need the tables, and no rows."""
    prepare()
    dbt.run(["build"], quiet=True)
    with connect() as connection:
        rows = {
            mart: connection.execute(f"from candidate.marts.{mart}").fetchall()
            for mart in MARTS
        }
    assert all(found == [] for found in rows.values())


def test_an_analyst_builds_a_file_of_their_own(shop: Shop) -> None:
    """From the last run's snapshot; the warehouse and the marts stay as they are."""
    prepare()
    with connect() as connection:
        connection.execute(
            "insert into raw_shop._dlt_loads (load_id, status, inserted_at) "
            "values ('1', 0, timestamptz '2024-01-01 00:00:00+00')"
        )
        connection.execute(
            "insert into raw_shop.order_lines (order_id, line_amount, source_name, "
            "_dlt_load_id) values ('o1', 5, 'till', '1')"
        )
    leave_snapshot()
    files = (settings().warehouse_path, settings().candidate_path)
    before = [file.read_bytes() for file in files]
    assert develop(["run", "--target", "dev", "--select", "+fct_orders"], print) == 0
    with duckdb.connect(settings().dev_path, read_only=True) as connection:
        found = connection.execute(
            "select order_id, order_amount from marts.fct_orders"
        ).fetchall()
    assert found == [("o1", Decimal(5))]
    assert [file.read_bytes() for file in files] == before
