"""dbt's own compiler of the same YAML, MetricFlow, as an oracle.

It shares nothing with ours but the semantic manifest.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import duckdb
from metricflow.engine.metricflow_engine import (
    MetricFlowEngine,
    MetricFlowQueryRequest,
)
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.dbt_manifest_parser import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup


class Client:
    """What MetricFlow asks of an engine when it only writes SQL."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class MetricFlow:
    """MetricFlow on a manifest and on the tables of a connection."""

    def __init__(self, manifest: str) -> None:
        parsed = parse_manifest_from_dbt_generated_manifest(manifest)
        self._engine = MetricFlowEngine(
            SemanticManifestLookup(parsed),
            Client(),  # pyright: ignore[reportArgumentType]
        )

    def sql(
        self,
        metrics: Sequence[str],
        by: Sequence[str],
        where: str | None = None,
        days: tuple[date, date] | None = None,
    ) -> str:
        """Return its query; its columns are called as its dimensions and metrics are.

        Args:
            metrics: Names.
            by: In its words, as ``metric_time__shop_month`` or ``customer__age_band``.
            where: In its words, with ``{{ Dimension('…') }}``.
            days: First and last.
        """
        first, last = days or (None, None)
        request = MetricFlowQueryRequest.create(
            metric_names=list(metrics),
            group_by_names=list(by),
            where_constraints=[where] if where else None,
            time_constraint_start=_moment(first),
            time_constraint_end=_moment(last),
        )
        return self._engine.explain(request).sql_statement.sql

    def rows(
        self,
        connection: duckdb.DuckDBPyConnection,
        metrics: Sequence[str],
        by: Sequence[str],
        where: str | None = None,
        days: tuple[date, date] | None = None,
    ) -> list[dict[str, Any]]:
        """Return what its query gives, by column."""
        found = connection.execute(self.sql(metrics, by, where, days))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _moment(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, datetime.min.time())
