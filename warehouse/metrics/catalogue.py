"""The catalogue: what a published version says of its metrics.

dbt's semantic manifest is published with the marts, so a reader's catalogue is that of
the data that it reads.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import duckdb

from warehouse.metrics.errors import MetricError, closest
from warehouse.metrics.manifest import Types, metrics_of, models_of
from warehouse.metrics.model import Dimension, Metric, SemanticModel
from warehouse.metrics.paths import Reached, reach, reachable
from warehouse.metrics.units import Unit

NO_CATALOGUE = (
    "this version was published before there was a metric catalogue; "
    "the next `karvan run` publishes one"
)


Days = tuple[date | None, date | None]
"""The first and the last one; None where there are none."""
NO_DAYS: Days = None, None
DaysOf = tuple[str, str, str | None]
"""A table, its day's column, and a kind of period; None for all of its rows."""


@dataclass(frozen=True)
class Catalogue:
    """Metrics by name, and the tables that they come from."""

    metrics: Mapping[str, Metric]
    models: Mapping[str, SemanticModel]
    grains: Mapping[str, str]
    """Kinds of periods, `day` to `year`, to the column of `marts.dim_dates`."""
    days: Mapping[DaysOf, Days] = field(default_factory=dict)
    """First and last day of each table, and of each kind of period that it tells."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Metrics of the YAML that cannot be computed, and why."""

    def metric(self, name: str) -> Metric:
        """Return a metric by name.

        Raises:
            MetricError: If there is none, with the closest names.
        """
        if name in self.left_out:
            message = f"metric {name} cannot be computed: {self.left_out[name]}"
            raise MetricError(message)
        if not self.metrics:
            raise MetricError(NO_CATALOGUE)
        if name not in self.metrics:
            message = f"there is no metric {name}{closest(name, self.metrics)}"
            raise MetricError(message)
        return self.metrics[name]

    def simple(self, name: str) -> list[Metric]:
        """Return what a metric is made of in the end: itself if it is simple."""
        metric = self.metric(name)
        if metric.aggregation is not None:
            return [metric]
        parts = [one for part in metric.parts for one in self.simple(part)]
        return list(dict.fromkeys(parts))

    def reach(self, metric: Metric, name: str) -> Reached:
        """Return what a dimension's name means for a simple metric.

        Raises:
            MetricError: If the metric cannot be cut by it.
        """
        if metric.aggregation is None:
            message = f"{metric.name} is made of other metrics"
            raise MetricError(message)
        others = (one.name for one in self.metrics.values() if name in one.dimensions)
        start = metric.aggregation.model
        return reach(self.models, start, name, metric.name, others)

    def known_days(self, tables: Iterable[DaysOf]) -> Days:
        """Return the first and the last day that any of these tables has."""
        found = [self.days.get(table, NO_DAYS) for table in tables]
        firsts = [first for first, _ in found if first is not None]
        lasts = [last for _, last in found if last is not None]
        return min(firsts, default=None), max(lasts, default=None)

    def dimensions(self, metrics: Iterable[str]) -> dict[str, Dimension]:
        """Return what all of these metrics can be cut by, by name, without days.

        A name is left out where it means different columns for two of them.
        """
        common: dict[str, Reached] | None = None
        for metric in (one for name in metrics for one in self.simple(name)):
            here = self._reachable[_model_of(metric)]
            if common is None:
                common = dict(here)
            common = {
                name: reached
                for name, reached in common.items()
                if name in here and here[name].declared == reached.declared
            }
        plain = {reached.declared: name for name, reached in (common or {}).items()}
        return {
            name: reached.dimension
            for name, reached in sorted((common or {}).items())
            if not reached.dimension.is_time and plain[reached.declared] == name
        }

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Return the unit of each metric, by name."""
        return {name: Unit.named(one.unit) for name, one in self.metrics.items()}

    @cached_property
    def _reachable(self) -> dict[str, dict[str, Reached]]:
        return {name: reachable(self.models, name) for name in self.models}


EMPTY = Catalogue({}, {}, {})


def read_catalogue(connection: duckdb.DuckDBPyConnection) -> Catalogue:
    """Return the catalogue of a published version; an empty one where it has none.

    Args:
        connection: On the published file.

    Raises:
        MetricError: If a metric says what cannot be computed.
    """
    columns = connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type "
        "from duckdb_columns() where not internal "
        "and database_name = current_database()"
    ).fetchall()
    types = {(table, column): kind for table, column, kind in columns}
    if ("ops.semantic_manifest", "manifest") not in types:
        return EMPTY
    found = connection.execute("select manifest from ops.semantic_manifest").fetchall()
    if not found:
        return EMPTY
    catalogue = catalogue_of(json.loads(found[0][0]), types)
    return replace(catalogue, days=_days(catalogue, connection))


def catalogue_of(manifest: Mapping, types: Types) -> Catalogue:
    """Return the catalogue that a semantic manifest makes with these columns."""
    models = models_of(manifest, types)
    metrics, left_out = metrics_of(manifest, models)
    bare = Catalogue(metrics, models, _grains(manifest), left_out=left_out)
    return replace(
        bare,
        metrics={
            name: replace(metric, dimensions=tuple(bare.dimensions([name])))
            for name, metric in metrics.items()
        },
    )


def _days(
    catalogue: Catalogue, connection: duckdb.DuckDBPyConnection
) -> dict[DaysOf, Days]:
    """Return what days there are; published tables do not change, so it is once.

    Where rows are of weeks, months and so on, the first week may begin before the first
    month: each kind has a first day of its own.
    """
    kinds: dict[tuple[str, str], str | None] = {}
    for metric in catalogue.metrics.values():
        given = metric.aggregation
        if given is not None:
            model = catalogue.models[given.model]
            key = model.table, model.time(given.day)
            kinds[key] = given.kind or kinds.get(key)
    found: dict[DaysOf, Days] = {}
    for (table, day), kind in kinds.items():
        row = connection.execute(f"select min({day}), max({day}) from {table}")
        [(first, last)] = row.fetchall()
        found[table, day, None] = first, last
        if kind is not None:
            firsts = f"select {kind}, min({day}) from {table} group by all"
            rows = connection.execute(firsts).fetchall()
            found |= {(table, day, name): (first, last) for name, first in rows}
    return found


def _grains(manifest: Mapping) -> dict[str, str]:
    spines = manifest["project_configuration"]["time_spines"]
    return {"day": "day_on"} | {
        one["name"].removeprefix("shop_"): one["column_name"]
        for spine in spines
        for one in spine["custom_granularities"]
    }


def _model_of(metric: Metric) -> str:
    if metric.aggregation is None:  # `Catalogue.simple` gives none of these
        raise MetricError(metric.name)
    return metric.aggregation.model
