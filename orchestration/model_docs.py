"""dbt's docs of what is published: models, columns, tests and code, without one row.

They are made of the manifest that the published version was built from, and of the names
and types of columns in that version and in the snapshot. dbt would ask the warehouse for
these, which a run may be writing.
"""

import json
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt_state import MANIFEST, state_path
from warehouse.engine import CANDIDATE
from warehouse.publishing import current_path
from warehouse.settings import settings

CATALOG = "catalog.json"
SCHEMA = "https://schemas.getdbt.com/dbt/catalog/v1.json"


def write_model_docs(folder: Path) -> None:
    """Write dbt's site, its manifest and its catalog into a folder.

    Raises:
        FileNotFoundError: Before the first whole run.
    """
    manifest = json.loads((state_path() / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps(manifest))
    (folder / CATALOG).write_text(json.dumps(catalog(manifest)))
    with files("dbt.task.docs").joinpath("index.html").open("rb") as page:
        (folder / "index.html").write_bytes(page.read())


def catalog(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the tables that there are, as dbt's ``catalog.json`` tells them."""
    columns = _columns()
    described = {
        kind: {
            key: _entry(key, node, columns[node["database"], node["schema"], name])
            for key, node in manifest[kind].items()
            if (name := node.get("alias") or node["name"])
            and (node.get("database"), node["schema"], name) in columns
        }
        for kind in ("nodes", "sources")
    }
    told = ("dbt_version", "generated_at", "invocation_id")
    metadata = {name: manifest["metadata"][name] for name in told}
    return {
        "metadata": {"dbt_schema_version": SCHEMA, "env": {}, **metadata},
        **described,
        "errors": None,
    }


def _entry(key: str, node: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    return {
        "unique_id": key,
        "metadata": {
            "type": "VIEW" if node.get("config", {}).get("materialized") == "view" else "BASE TABLE",
            "database": node["database"],
            "schema": node["schema"],
            "name": node.get("alias") or node["name"],
            "comment": None,
            "owner": None,
        },
        "columns": {
            name: {"name": name, "type": kind, "index": place, "comment": None}
            for place, (name, kind) in enumerate(columns.items(), 1)
        },
        "stats": {},
    }


def _columns() -> dict[tuple[str, str, str], dict[str, str]]:
    """Return names and types of columns in order, by database, schema and table."""
    files_of = {"warehouse": settings().snapshot_path, CANDIDATE: current_path()}
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    with duckdb.connect() as connection:
        for database, path in files_of.items():
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {database} (read_only)")
        rows = connection.execute(
            "select database_name, schema_name, table_name, column_name, data_type "
            "from duckdb_columns() where not internal order by table_oid, column_index"
        ).fetchall()
    for database, schema, table, column, kind in rows:
        found.setdefault((database, schema, table), {})[column] = kind
    return found
