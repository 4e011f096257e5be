"""From which columns each column of a model is made, read from the models' SQL.

Method: sqlglot resolves a select through its CTEs, subqueries and unions down to the
columns of tables; what only filters, joins or sorts is not counted.
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Column = tuple[str, str]
"""A table, as ``schema.table``, and a column of it."""

Tables = Mapping[tuple[str, str, str], Mapping[str, str]]
"""Columns and their types by database, schema and table."""

TABLES = {"model", "seed", "snapshot", "source"}
PAGE = Path(__file__).with_name("templates") / "lineage.html"


def lineage_page(manifest: Mapping[str, Any], tables: Tables) -> str:
    """Return a page that shows what each column is made of, whole without a network.

    Args:
        manifest: dbt's, with compiled code.
        tables: What there is.
    """
    of, unread = made_of(manifest, tables)
    nodes = {
        f"{node['schema']}.{node['name']}": node["columns"]
        for node in (manifest["nodes"] | manifest["sources"]).values()
        if node["resource_type"] in TABLES
    }
    columns = {
        f"{schema}.{table}.{name}": {
            "type": kind,
            "says": " ".join(_description(nodes[f"{schema}.{table}"], name).split()),
            "of": [".".join(one) for one in of.get((f"{schema}.{table}", name), ())],
        }
        for (_, schema, table), columns in sorted(tables.items(), key=_marts_first)
        if f"{schema}.{table}" in nodes
        for name, kind in columns.items()
    }
    told = json.dumps({"columns": columns, "unread": unread}, ensure_ascii=False)
    return PAGE.read_text().replace("__TOLD__", told.replace("</", "<\\/"))


def made_of(
    manifest: Mapping[str, Any], tables: Tables
) -> tuple[dict[Column, list[Column]], list[str]]:
    """Return the columns that each column is made of, and models that were not read.

    A column that is made of none, such as a count of rows, has an empty list.

    Args:
        manifest: dbt's, with compiled code.
        tables: What there is; a star is resolved by it.
    """
    from sqlglot.errors import SqlglotError
    from sqlglot.lineage import lineage
    from sqlglot.schema import MappingSchema

    # It warns of each column that it does not find; what is not found has no sources.
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    schema = MappingSchema(_nested(tables), dialect="duckdb")
    found: dict[Column, list[Column]] = {}
    unread = []
    for node in manifest["nodes"].values():
        code = node.get("compiled_code")
        if node["resource_type"] != "model" or not code:
            continue
        table = f"{node['schema']}.{node['name']}"
        try:
            columns = lineage(
                None,
                code,
                schema=schema,
                dialect="duckdb",
                copy=False,
                trim_selects=False,
            )
        except (SqlglotError, ValueError):
            unread.append(table)
            continue
        for name, column in columns.items():
            found[table, name] = _leaves(column)
    return found, sorted(unread)


def _description(columns: Mapping[str, Any], name: str) -> str:
    return columns[name]["description"] if name in columns else ""


def _marts_first(table: tuple[Any, Any]) -> tuple[bool, Any]:
    (_, schema, _), _ = table
    return schema != "marts", table[0]


def _leaves(column: Any) -> list[Column]:
    """Return the columns of tables at the ends of a column's lineage."""
    from sqlglot import exp

    ends = {
        (f"{node.expression.db}.{node.expression.name}", node.name.rpartition(".")[2])
        for node in column.walk()
        if isinstance(node.expression, exp.Table) and node.name != "*"
    }
    return sorted((table, name.strip('"')) for table, name in ends)


def _nested(tables: Tables) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for (database, schema, table), columns in tables.items():
        nested.setdefault(database, {}).setdefault(schema, {})[table] = dict(columns)
    return nested
