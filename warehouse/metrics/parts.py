"""What one aggregation of one table gives: a column for each of some metrics."""

from dataclasses import dataclass, field

from warehouse.metrics.catalogue import Catalogue
from warehouse.metrics.conditions import parted, translated
from warehouse.metrics.errors import MetricError
from warehouse.metrics.filters import Filter
from warehouse.metrics.model import Aggregation, Dimension, Metric
from warehouse.metrics.question import Question
from warehouse.metrics.rows import Rows
from warehouse.metrics.sql import Parameters, quoted

FUNCTIONS = {
    "sum": "sum({})",
    "count": "count({})",
    "sum_boolean": "count_if({})",
    "average": "avg(cast({} as double))",
    "min": "min({})",
    "max": "max({})",
    "median": "median(cast({} as double))",
    "count_distinct": "count(distinct {})",
}
"""Of DuckDB, for dbt's aggregations; ``count_distinct`` of all keys is done in two
steps, and only within one key so."""

OF_PARTS = {
    "sum": "sum",
    "count": "sum",
    "sum_boolean": "sum",
    "min": "min",
    "max": "max",
}
"""How what was aggregated for each key becomes the value of all of them."""


@dataclass
class Part:
    """Metrics of one table, aggregated together."""

    catalogue: Catalogue
    rows: Rows
    aggregation: Aggregation
    """Of one of its metrics: all are of one table and one day."""
    added: list[Metric] = field(default_factory=list)
    counted: list[Metric] = field(default_factory=list)
    """Those that count different values of one key."""
    entity: str | None = None
    """Whose keys some of the added ones are summed over, each that a condition holds
    of."""

    @property
    def metrics(self) -> list[Metric]:
        """All of them."""
        return [*self.added, *self.counted]

    @property
    def table(self) -> tuple[str, str]:
        """The table, and the day of its rows."""
        model = self.catalogue.models[self.rows.model]
        return model.table, model.time(self.rows.day)

    @property
    def kind(self) -> str | None:
        """The column of the kind of period that a row is of, if there is one."""
        return self.aggregation.kind

    def shares_rows(self, other: "Part") -> bool:
        """Return whether another one aggregates the same rows of the same table."""
        return self.aggregation.rows == other.aggregation.rows

    def ctes(
        self, name: str, asked: Question, condition: Filter, parameter: Parameters
    ) -> list[str]:
        """Return CTEs, the last of which has the name.

        Its columns are period, ``by_0`` and so on for the dimensions, and each metric.

        Args:
            name: Of the last CTE.
            asked: Whose periods and dimensions.
            condition: That of the question.
            parameter: Takes a value and gives the SQL that stands for it.

        Raises:
            MetricError: If a metric's YAML says what is not computed.
        """
        before: list[str] = []
        if self.aggregation.is_last_of_period:
            # A state is read as on the last day in the period that it is told of.
            table, day = self.table
            self.rows.days = f"last_{name}"
            before = [
                f"last_{name} as (select period, max(days.day) as day from days "
                f"join (select distinct {day} as day from {table}) as told "
                "on told.day = days.day group by period)"
            ]
        metric = self.metrics[0]

        def column(wanted: str) -> tuple[str, Dimension]:
            reached = self.catalogue.reach(metric, wanted)
            return self.rows.reached(reached), reached.dimension

        cells = [
            f"{column(one)[0]} as by_{place}" for place, one in enumerate(asked.by)
        ]
        where = [condition.sql(column, parameter)]
        if self.aggregation.kind is not None:
            kind = self.rows.column(self.aggregation.kind)
            where.append(f"{kind} = {parameter(asked.grain)}")
        is_by_keys = bool(self.entity or self.counted)
        if self.counted and not (self.entity or cells or condition.dimensions):
            is_by_keys = not all(_is_told_once(one) for one in self.counted)
        query = self._of_keys(cells, where) if is_by_keys else self._added(cells, where)
        return [*before, f"{name} as ({query})"]

    def _added(self, cells: list[str], where: list[str]) -> str:
        values = []
        for metric in self.metrics:
            is_once = metric in self.counted
            value = self._once(_of(metric)) if is_once else self._value(metric)
            values.append(f"{value} as {quoted(metric.name)}")
        if not cells and all(self._adds_up(metric) for metric in self.metrics):
            return self._by_day(values, where)
        selected = ", ".join(["days.period", *cells, *values])
        return f"select {selected} {self.rows.sql(where)} group by all"

    def _by_day(self, values: list[str], where: list[str]) -> str:
        """Return a query that adds up days, which are few, and then periods.

        Five million lines take 60 % of the time of a join of each with its periods.
        """
        whole = [
            f"{_whole(metric)}({name}) as {name}"
            for metric in self.metrics
            for name in [quoted(metric.name)]
        ]
        days = self.rows.days
        self.rows.days = None
        told = ", ".join(["facts.day", *values])
        return (
            f"select {', '.join(['period', *whole])} "
            f"from (select {told} {self.rows.sql(where)} group by all) as told "
            f"join {days} as days on days.day = told.day group by all"
        )

    def _adds_up(self, metric: Metric) -> bool:
        """Return whether a metric of some days comes of its values of each day.

        That of a state does, too, but only the last days of periods are read of it.
        """
        if metric in self.counted:
            return _of(metric).previous_on is None
        return of_parts(metric) and not _of(metric).is_last_of_period

    def _of_keys(self, cells: list[str], where: list[str]) -> str:
        """Return a query that goes by keys: those of each cell first, then all of them.

        Counting them so takes a quarter of the time of ``count(distinct …)`` over a
        join with windows; and what is added comes of the same scan.
        """
        inner, outer = [f"{self._key()} as key"], []
        for place, metric in enumerate(self.metrics):
            having, filtered = parted(metric)[1], ""
            if having:
                inner.append(f"{self._of_each_key(metric, having.metric)} as n_{place}")
                filtered = f" filter (where n_{place} {having.comparison})"
            whole = "count(key)"
            if metric in self.added:
                inner.append(f"{self._value(metric)} as part_{place}")
                whole = f"{_whole(metric)}(part_{place})"
            outer.append(f"{whole}{filtered} as {quoted(metric.name)}")
        within = ", ".join(["days.period", *cells, *inner])
        names = [f"by_{place}" for place in range(len(cells))]
        return (
            f"select {', '.join(['period', *names, *outer])} "
            f"from (select {within} {self.rows.sql(where)} group by all) group by all"
        )

    def _key(self) -> str:
        """Return what is counted, or the key that conditions are of."""
        if not self.counted:
            entities = self.catalogue.models[self.rows.model].entities
            entity = entities.get(self.entity or "")
            if entity is None:
                name = self.metrics[0].name
                message = (
                    f"metric {name}: its filter goes by {self.entity}, no key there"
                )
                raise MetricError(message)
            return self.rows.column(entity.sql)
        key = self.rows.column(_of(self.counted[0]).sql)
        kept = self._kept(self.counted[0])
        return f"case when {' and '.join(kept)} then {key} end" if kept else key

    def _of_each_key(self, metric: Metric, name: str) -> str:
        counted = self.catalogue.metric(name)
        given = counted.aggregation
        if given is None or given.model != self.rows.model:
            message = f"metric {metric.name}: {name} is of another table"
            raise MetricError(message)
        return self._value(counted)

    def _once(self, given: Aggregation) -> str:
        """Return how many there are in a period, by the first row of each in it.

        Of all rows: the first of those with a condition may be another one.
        """
        first = self.rows.column(given.first or "")
        if given.previous_on is None:
            return f"count_if({first})"
        before = self.rows.column(given.previous_on)
        return f"count_if({first} or {before} < days.first_on)"

    def _value(self, metric: Metric) -> str:
        given = metric.aggregation
        if given is None or given.function not in FUNCTIONS:
            message = f"metric {metric.name}: its aggregation is not computed here"
            raise MetricError(message)
        value = FUNCTIONS[given.function].format(self.rows.column(given.sql))
        kept = self._kept(metric)
        return f"{value} filter (where {' and '.join(kept)})" if kept else value

    def _kept(self, metric: Metric) -> list[str]:
        """Return the conditions on rows that a metric's YAML says."""
        return translated(
            parted(metric)[0],
            lambda name: self.rows.reached(self.catalogue.reach(metric, name)),
        )


def of_parts(metric: Metric) -> bool:
    """Return whether a metric's value comes of its values for each key."""
    return _of(metric).function in OF_PARTS


def _whole(metric: Metric) -> str:
    """Return the function that makes a metric of its values for each key or day."""
    return OF_PARTS.get(_of(metric).function, "sum")


def _is_told_once(metric: Metric) -> bool:
    """Return whether rows say by which of them a period counts what it counts once."""
    return _of(metric).first is not None and parted(metric)[1] is None


def _of(metric: Metric) -> Aggregation:
    if metric.aggregation is None:
        message = f"metric {metric.name} is made of others"
        raise MetricError(message)
    return metric.aggregation
