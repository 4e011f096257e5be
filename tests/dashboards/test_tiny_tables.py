"""The tiny tables that pages are tested on are like the models' contracts."""

import duckdb
import pytest
import yaml

from tests.dashboards import tiny_people, tiny_tracking, tiny_traffic
from warehouse.settings import REPOSITORY

TYPES = {"string": "VARCHAR", "double": "DOUBLE", "int": "INTEGER"}
"""Types of contracts that DuckDB names otherwise."""
TABLES = [
    *("fct_events", "fct_sessions", "fct_order_differences", "kpi_daily_traffic"),
    *("kpi_funnel", "kpi_pages", "kpi_page_elements"),
    *("customer_360", "customer_contacts", "customer_matches", "customer_redirects"),
    *("customer_search", "customer_timeline", "customer_identifiers", "customer_links"),
]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_is_one_of_the_model_with_its_type(table: str) -> None:
    (path,) = (REPOSITORY / "dbt_project" / "models").rglob(f"{table}.yml")
    (model,) = yaml.safe_load(path.read_text())["models"]
    contract = {
        column["name"]: TYPES.get(column["data_type"], column["data_type"].upper())
        for column in model["columns"]
    }

    tiny = columns(table)

    assert tiny == {name: contract.get(name) for name in tiny}


def columns(table: str) -> dict[str, str]:
    """Return the columns of a tiny table, with the types that DuckDB gives them."""
    with duckdb.connect() as connection:
        connection.execute("attach ':memory:' as candidate")
        connection.execute("create schema candidate.marts")
        connection.execute(tiny_tracking.TABLES)
        tiny_traffic.build_traffic(connection, tiny_traffic.VISITS)
        tiny_people.build_people(connection)
        rows = connection.execute(f"describe candidate.marts.{table}").fetchall()
    return {name: kind.replace(",", ", ") for name, kind, *_ in rows}
