"""The marts of what is in the raw table of events now."""

from collections import Counter
from pathlib import Path
from typing import Any

from tests.dbt_project.compiled import Models
from warehouse.engine import connect

EVENT_MARTS = (
    "fct_events",
    "fct_sessions",
    "fct_product_interactions",
    "kpi_daily_traffic",
    "kpi_funnel",
    "kpi_pages",
    "kpi_page_elements",
    "kpi_events",
    "fct_order_differences",
)
LEFT_OUT = (
    "message_id", "message_key", "received_at", "load_id", "source_file",
    "loaded_at", "is_complete",
)  # fmt: skip
"""Ids of events, when they were received, and where their rows are from; whether a day
is over is said by what was received last."""


def build(models: Models, folder: Path) -> None:
    """Build the marts of the raw events that the shop has now."""
    tables = ("raw_events.events", "raw_events._dlt_loads", "ops.ledger")
    given = {}
    with connect() as connection:
        for table in tables:
            path = folder / f"{table}.parquet"
            connection.execute(f"copy {table} to '{path}' (format parquet)")
            given[table] = f"from '{path}'"
    loads = given["raw_events._dlt_loads"]
    models.build(
        given
        | {"raw_events._dlt_loads": f"select load_id, status, inserted_at {loads}"}
    )


def rows(models: Models, mart: str) -> Counter[tuple[Any, ...]]:
    """Return a mart's rows without what `LEFT_OUT` names."""
    names = ", ".join(f"'{name}'" for name in LEFT_OUT)
    found = models.connection.execute(
        f"select columns(lambda c: c not in ({names})) from candidate.marts.{mart}"
    )
    return Counter(found.fetchall())
