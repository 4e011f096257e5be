"""Docs of what is published: of the code alone, whole without a network."""

import json
from pathlib import Path

import pytest

from orchestration import dbt_state
from orchestration.column_lineage import lineage_page, made_of
from orchestration.dbt import PROJECT_PATH, target_path
from orchestration.erasing.parsed import is_parsed
from orchestration.model_docs import are_due, docs_path, write_docs
from tests.conftest import Shop
from warehouse.engine import connect
from warehouse.operations import create_tables
from warehouse.publishing import leave_snapshot, publish
from warehouse.settings import settings

NODES = {
    "model.karvan.stg_shop__orders": {
        "schema": "staging",
        "database": "warehouse",
        "name": "stg_shop__orders",
        "description": "Orders. One row per order.",
        "config": {"materialized": "view"},
        "columns": {},
        "compiled_code": """
            select order_id, quantity * price as order_amount, 1 as one
            from "warehouse"."raw_shop"."orders" where is_good
        """,
    },
    "model.karvan.kpi_sales": {
        "schema": "marts",
        "database": "candidate",
        "name": "kpi_sales",
        "description": "Sales. One row per day.",
        "config": {"materialized": "table"},
        "columns": {"revenue": {"name": "revenue", "description": "Less </script>."}},
        "compiled_code": """
            with orders as (
                select * from "warehouse"."staging"."stg_shop__orders"
                union all
                select order_id, price, 2 from "warehouse"."raw_shop"."returns"
            )
            select sum(order_amount) as revenue, count(*) as orders from orders
        """,
    },
    "model.karvan.odd": {
        "schema": "marts",
        "database": "candidate",
        "name": "odd",
        "columns": {},
        "compiled_code": "selec 1 from where",
    },
}
SOURCE = {
    "schema": "raw_shop",
    "database": "warehouse",
    "name": "orders",
    "columns": {},
    "resource_type": "source",
}
MANIFEST = {
    "metadata": {
        "dbt_version": "1.12.6",
        "generated_at": "2024-01-01T00:00:00Z",
        "invocation_id": "i",
        "project_name": "karvan",
    },
    "nodes": {
        key: node | {"resource_type": "model", "original_file_path": "models/x.sql"}
        for key, node in NODES.items()
    },
    "sources": {"source.karvan.raw_shop.orders": SOURCE},
}
TABLES = {
    ("warehouse", "raw_shop", "orders"): {
        "order_id": "VARCHAR",
        "quantity": "DOUBLE",
        "price": "DOUBLE",
        "is_good": "BOOLEAN",
    },
    ("warehouse", "raw_shop", "returns"): {"order_id": "VARCHAR", "price": "DOUBLE"},
    ("warehouse", "staging", "stg_shop__orders"): {
        "order_id": "VARCHAR",
        "order_amount": "DOUBLE",
        "one": "INTEGER",
    },
    ("candidate", "marts", "kpi_sales"): {"revenue": "DOUBLE", "orders": "BIGINT"},
}


def test_a_column_is_made_of_columns_of_tables_through_ctes_stars_and_unions() -> None:
    found, unread = made_of(MANIFEST, TABLES)
    assert found == {
        ("staging.stg_shop__orders", "order_id"): [("raw_shop.orders", "order_id")],
        ("staging.stg_shop__orders", "order_amount"): [
            ("raw_shop.orders", "price"),
            ("raw_shop.orders", "quantity"),
        ],
        ("staging.stg_shop__orders", "one"): [],
        ("marts.kpi_sales", "revenue"): [
            ("raw_shop.returns", "price"),
            ("staging.stg_shop__orders", "order_amount"),
        ],
        ("marts.kpi_sales", "orders"): [],
    }
    assert unread == ["marts.odd"]


def test_the_page_needs_no_other_file_and_no_other_host() -> None:
    page = lineage_page(MANIFEST, TABLES)
    assert "http" not in page
    assert "src=" not in page
    assert page.count("</script>") == 2  # what a description says closes none
    told = page.partition('type="application/json">')[2].partition("</script>")[0]
    columns = json.loads(told)["columns"]
    assert next(iter(columns)) == "marts.kpi_sales.revenue"
    assert columns["marts.kpi_sales.revenue"]["says"] == "Less </script>."
    assert "raw_shop.returns.price" not in columns  # of no table that dbt knows


@pytest.fixture
def published(shop: Shop) -> Path:
    """Publish a mart of a person, and give dbt's folder."""
    with connect() as connection:
        create_tables(connection)
        connection.execute("create schema candidate.marts")
        connection.execute(
            "create table candidate.marts.kpi_sales as "
            "select 'jane@example.org' as revenue, 1::bigint as orders"
        )
    publish("r1")
    leave_snapshot()
    target = target_path()
    target.mkdir(parents=True)
    (target / "manifest.json").write_text(json.dumps(MANIFEST))
    (target / "semantic_manifest.json").write_text("{}")
    dbt_state.set_aside()
    dbt_state.keep()
    return target


def test_docs_hold_columns_and_no_rows(published: Path) -> None:
    assert are_due("a")
    folder = write_docs("a")
    assert not are_due("a")
    assert are_due("b")
    catalog = json.loads((folder / "models" / "catalog.json").read_text())
    columns = catalog["nodes"]["model.karvan.kpi_sales"]["columns"]
    assert [one["type"] for one in columns.values()] == ["VARCHAR", "BIGINT"]
    written = [path for path in docs_path().rglob("*") if path.is_file()]
    assert len(written) == 5
    assert not any(b"jane@example.org" in path.read_bytes() for path in written)
    assert all(is_parsed(path) for path in written)


def test_docs_are_written_anew_over_old_ones_in_one_step(published: Path) -> None:
    write_docs("a")
    (docs_path() / "models" / "old.html").write_text("old")
    write_docs("a")
    assert not (docs_path() / "models" / "old.html").exists()
    assert [path.name for path in settings().docs_path.iterdir()] == ["dbt"]


def test_what_a_run_built_is_not_what_was_parsed_after_it(published: Path) -> None:
    """An edit while a run goes on is modified, and its metrics are not published."""
    (published / "manifest.json").write_text("{}")
    (published / "semantic_manifest.json").write_text('{"edited": true}')
    dbt_state.keep()
    kept = json.loads((dbt_state.state_path() / "manifest.json").read_text())
    assert kept["nodes"].keys() == NODES.keys()
    with connect() as connection:
        publish("r2")
        [(manifest,)] = connection.execute(
            "select manifest from candidate.ops.semantic_manifest"
        ).fetchall()
    assert manifest == "{}"


def test_the_state_has_the_code_of_models_that_an_earlier_part_built(
    published: Path,
) -> None:
    manifest = json.loads((published / "manifest.json").read_text())
    model = manifest["nodes"]["model.karvan.kpi_sales"]
    model |= {"compiled_code": None, "compiled_path": "/home/jane/x.sql"}
    model["original_file_path"] = "models/kpi_sales.sql"
    (published / "manifest.json").write_text(json.dumps(manifest))
    compiled = published / "compiled" / "karvan" / "models" / "kpi_sales.sql"
    compiled.parent.mkdir(parents=True)
    compiled.write_text("select 1 as revenue")
    dbt_state.set_aside()
    text = (dbt_state.built_path() / "manifest.json").read_text()
    kept = json.loads(text)["nodes"]["model.karvan.kpi_sales"]
    assert kept["compiled_code"] == "select 1 as revenue"
    assert "/home/jane" not in text


def test_docs_name_no_path_of_the_machine(published: Path) -> None:
    folder = write_docs("a")
    for path in folder.rglob("*.json"):
        assert str(PROJECT_PATH) not in path.read_text()
