"""Docs of what is published: models, columns, tests, code, lineage, without one row.

They are made of the manifest that the published version was built from, and of names
and types of columns in that version and in the snapshot. dbt would ask the warehouse
for these, which a run may be writing.
"""

import json
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from orchestration.column_lineage import Tables, lineage_page
from orchestration.dbt_state import MANIFEST, state_path
from warehouse.engine import CANDIDATE
from warehouse.publishing import current_path
from warehouse.settings import settings

CATALOG = "catalog.json"
STAMP = "built_from"
SCHEMA = "https://schemas.getdbt.com/dbt/catalog/v1.json"


def write_docs(built_from: str) -> Path:
    """Write the docs of what is published, in one step, and return their folder.

    ``models/`` is dbt's site, ``lineage/`` says from which columns each column is made.

    Args:
        built_from: Of which files and settings it was built, as a hash.

    Raises:
        FileNotFoundError: Before the first whole run.
    """
    text = (state_path() / MANIFEST).read_text()
    manifest, columns = json.loads(text), _columns()
    folder = docs_path()
    new = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    models, lineage = new / "models", new / "lineage"
    models.mkdir(parents=True)
    lineage.mkdir()
    shutil.copyfile(str(files("dbt.task.docs") / "index.html"), models / "index.html")
    (models / MANIFEST).write_text(text)
    (models / CATALOG).write_text(json.dumps(_catalog(manifest, columns)))
    (lineage / "index.html").write_text(lineage_page(manifest, columns))
    (new / STAMP).write_text(built_from)
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return folder


def docs_path() -> Path:
    """Return the folder of the docs of models, there once they were written."""
    return settings().docs_path / "dbt"


def are_due(built_from: str) -> bool:
    """Return whether the docs are of other files or settings, or not there yet."""
    stamp = docs_path() / STAMP
    return not stamp.exists() or stamp.read_text() != built_from


def _catalog(manifest: dict[str, Any], columns: Tables) -> dict[str, Any]:
    """Return the tables that there are, as dbt's ``catalog.json`` tells them."""
    told = ("dbt_version", "generated_at", "invocation_id")
    return {
        "metadata": {
            "dbt_schema_version": SCHEMA,
            "env": {},
            **{name: manifest["metadata"][name] for name in told},
        },
        **{
            kind: {
                key: _entry(key, node, columns[place])
                for key, node in manifest[kind].items()
                if (place := (node["database"], node["schema"], node["name"]))
                in columns
            }
            for kind in ("nodes", "sources")
        },
        "errors": None,
    }


def _entry(
    key: str, node: dict[str, Any], columns: Mapping[str, str]
) -> dict[str, Any]:
    is_view = node.get("config", {}).get("materialized") == "view"
    return {
        "unique_id": key,
        "metadata": {
            "type": "VIEW" if is_view else "BASE TABLE",
            "comment": None,
            "owner": None,
            **{name: node[name] for name in ("database", "schema", "name")},
        },
        "columns": {
            name: {"name": name, "type": kind, "index": place, "comment": None}
            for place, (name, kind) in enumerate(columns.items(), 1)
        },
        "stats": {},
    }


def _columns() -> Tables:
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
