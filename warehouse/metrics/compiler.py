"""From a question about metrics to one query on the published marts.

Each table is aggregated by itself, by period and dimensions, and the results are put
side by side; so no table multiplies another one's rows. What is counted once in each
period is counted from the rows of each period, never added up from shorter ones.

dbt's own compiler, MetricFlow, reads the same YAML and is what tests compare with. Why
it does not answer the pages itself is measured in DECISIONS.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from warehouse.metrics.catalogue import Catalogue
from warehouse.metrics.conditions import parted
from warehouse.metrics.errors import MetricError
from warehouse.metrics.filters import parse_filter
from warehouse.metrics.formula import Formula, FormulaError, parse
from warehouse.metrics.formula_tree import Name
from warehouse.metrics.model import Metric
from warehouse.metrics.parts import Part, of_parts
from warehouse.metrics.periods import period_ctes
from warehouse.metrics.question import GRAINS, Question, Statement
from warehouse.metrics.rows import Rows
from warehouse.metrics.sql import Parameters, quoted


def compile_question(catalogue: Catalogue, question: Question) -> Statement:
    """Return the query that answers a question.

    Raises:
        MetricError: If it names what is not there, or asks for what cannot be computed.
    """
    return _Compilation(catalogue, question).statement()


def parse_formula(catalogue: Catalogue, text: str) -> Formula:
    """Return a formula of a catalogue's metrics.

    Raises:
        MetricError: If it is none, or if there is no catalogue.
    """
    if not catalogue.metrics:
        catalogue.metric("")
    try:
        return parse(text, catalogue.units)
    except FormulaError as error:
        for name in re.findall(r"\w+", text):
            if name in catalogue.left_out:
                catalogue.metric(name)
        raise MetricError(str(error)) from error


@dataclass
class _Compilation:
    catalogue: Catalogue
    question: Question
    parameter: Parameters = field(default_factory=Parameters)

    def statement(self) -> Statement:
        asked = self.question
        formulas = {
            column: parse_formula(self.catalogue, text)
            for column, text in asked.formulas.items()
        }
        simple = self._simple(formulas.values())
        condition = parse_filter(asked.where)
        _check_grain(simple, asked)
        _check_meanings(self.catalogue, [*asked.by, *condition.dimensions], simple)
        parts = self._parts(simple)
        known = self.catalogue.known_days(
            (*part.table, asked.grain if part.kind else None) for part in parts
        )
        ctes = period_ctes(asked, self.catalogue.grains, known, self.parameter)
        for place, part in enumerate(parts):
            ctes += part.ctes(f"part_{place}", asked, condition, self.parameter)
        cells = [f"by_{place}" for place in range(len(asked.by))]
        more, source, place = _side_by_side(len(parts), cells)
        values = _values(parts)
        found = [*PERIOD, *_of(place, cells), *values.values()]
        ctes += [*more, f"found as (select {', '.join(found)} {source})"]
        return Statement(
            sql=f"with {', '.join(ctes)} "
            f"select {', '.join(self._columns(list(values), formulas))} from found "
            f"order by {', '.join(['period', *cells])}",
            parameters=self.parameter.values,
            by=asked.by,
            values=tuple(formulas),
            units={column: str(one.unit) for column, one in formulas.items()},
        )

    def _simple(self, formulas: Iterable[Formula]) -> list[Metric]:
        named = dict.fromkeys(name for one in formulas for name in one.metrics)
        found = [metric for name in named for metric in self.catalogue.simple(name)]
        return list(dict.fromkeys(found))

    def _parts(self, simple: list[Metric]) -> list[Part]:
        found: dict[object, Part] = {}
        added: list[tuple[Metric, Part]] = []
        for metric in simple:
            given = metric.aggregation
            if given is None:
                continue
            rows = Rows(self.catalogue, given.model, given.day, self._days_read())
            part = Part(self.catalogue, rows, given)
            having = parted(metric)[1]
            if given.function == "count_distinct":
                key = (*given.rows, given.sql, *parted(metric)[0])
                found.setdefault(key, part).counted.append(metric)
            elif having is not None and of_parts(metric):
                part.entity = having.entity
                key = (*given.rows, "each", having.entity)
                found.setdefault(key, part).added.append(metric)
            elif having is not None:
                message = (
                    f"metric {metric.name}: only what is counted or added depends on "
                    "another metric"
                )
                raise MetricError(message)
            else:
                added.append((metric, part))
        for metric, part in added:
            beside = [
                one
                for one in found.values()
                if one.shares_rows(part)
                and (not (one.counted or one.entity) or of_parts(metric))
            ]
            into = beside[0] if beside else found.setdefault(metric.name, part)
            into.added.append(metric)
        return list(found.values())

    def _days_read(self) -> str:
        """Return which days of a table are read, so that no others are looked at."""
        windows = self.question.windows
        firsts = [first for first, _ in windows] or [self.question.first_on]
        lasts = [last for _, last in windows] or [self.question.last_on]
        first = min((one for one in firsts if one is not None), default=None)
        last = max((one for one in lasts if one is not None), default=None)
        known = [
            f"{{day}} {sign} cast({self.parameter(limit)} as date)"
            for sign, limit in ((">=", first), ("<=", last))
            if limit is not None
        ]
        return " and ".join(known) or "true"

    def _columns(
        self, aggregated: Sequence[str], formulas: Mapping[str, Formula]
    ) -> list[str]:
        columns = {name: f"m_{place}" for place, name in enumerate(aggregated)}
        asked = self.question
        has_places = bool(asked.windows) or asked.grain is None
        return [
            f"period as {'place' if has_places else 'period'}",
            *("first_on", "last_on", "is_whole"),
            *(f"by_{place} as {quoted(one)}" for place, one in enumerate(asked.by)),
            *(
                f"{self._sql(formula, columns)} as {quoted(name)}"
                for name, formula in formulas.items()
            ),
        ]

    def _sql(self, formula: Formula, columns: Mapping[str, str]) -> str:
        """Return the value of a formula of the aggregated columns."""
        if isinstance(formula.tree, Name) and formula.tree.metric not in columns:
            # A metric that is made of others, as it is: nothing is wrapped twice.
            return self._made(formula.tree.metric, columns)
        return formula.sql(
            {name: self._made(name, columns) for name in formula.metrics}
        )

    def _made(self, name: str, columns: Mapping[str, str]) -> str:
        """Return a metric's value, made of the aggregated columns."""
        if name in columns:
            return columns[name]
        formula = self.catalogue.metric(name).formula
        return self._sql(parse_formula(self.catalogue, formula), columns)


PERIOD = ("periods.period", "first_on", "last_on", "is_whole")


def _values(parts: Sequence[Part]) -> dict[str, str]:
    """Return the column of each aggregated metric, named by its place."""
    found: dict[str, str] = {}
    for place, part in enumerate(parts):
        for metric in part.metrics:
            value = f"part_{place}.{quoted(metric.name)}"
            given = metric.aggregation
            if given is not None and given.is_zero_without_rows:
                value = f"coalesce({value}, 0)"
            found[metric.name] = f"{value} as m_{len(found)}"
    return found


def _check_grain(simple: Iterable[Metric], asked: Question) -> None:
    grain = asked.grain
    for metric in simple:
        has_kinds = metric.aggregation is not None and metric.aggregation.kind
        if has_kinds and (grain is None or asked.windows):
            message = (
                f"{metric.name} is known of whole periods: ask for it by "
                f"{', '.join(GRAINS[_place(metric.grain) : -1])} or {GRAINS[-1]}"
            )
            raise MetricError(message)
        if grain in GRAINS[: _place(metric.grain)]:
            message = (
                f"{metric.name} is known by {metric.grain} and longer, not by {grain}"
            )
            raise MetricError(message)


def _place(grain: str) -> int:
    return next((n for n, one in enumerate(GRAINS) if one == grain), 0)


def _check_meanings(
    catalogue: Catalogue, names: Iterable[str], simple: list[Metric]
) -> None:
    """Refuse a dimension that one metric lacks, or that means two things."""
    for name in names:
        first, *others = simple
        meant = catalogue.reach(first, name)
        for metric in others:
            try:
                reached = catalogue.reach(metric, name)
            except MetricError as error:
                message = f"{first.name} can be cut by {name}, but {error}"
                raise MetricError(message) from error
            if reached.declared != meant.declared:
                message = (
                    f"{name} of {metric.name} ({reached.dimension.table}) is not that "
                    f"of {first.name} ({meant.dimension.table})"
                )
                raise MetricError(message)


def _of(table: str, columns: Iterable[str]) -> list[str]:
    return [f"{table}.{column}" for column in columns]


def _side_by_side(count: int, by: list[str]) -> tuple[list[str], str, str]:
    """Return further CTEs, ``from …`` of all parts, and the table that has the cells.

    Without dimensions each period is a row; with them each cell that any part has.
    """
    parts = [f"part_{place}" for place in range(count)]
    if not by:
        joins = (f"left join {one} on {one}.period = periods.period" for one in parts)
        return [], f"from periods {' '.join(joins)}", "periods"
    if count == 1:
        source = "from part_0 join periods on periods.period = part_0.period"
        return [], source, "part_0"
    names = ", ".join(["period", *by])
    cells = " union ".join(f"select {names} from {one}" for one in parts)
    joins = (
        f"left join {one} on {one}.period = cells.period "
        + " ".join(f"and {one}.{name} is not distinct from cells.{name}" for name in by)
        for one in parts
    )
    source = "from cells join periods on periods.period = cells.period"
    return [f"cells as ({cells})"], f"{source} {' '.join(joins)}", "cells"
