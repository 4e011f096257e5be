"""What a KPI came to: period by period, and the last whole one against another.

Attainment is actual / target, whichever way is good; whether the target is met is said
beside it, as 120 % of a target is bad where down is good.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

import duckdb

from warehouse.metrics.asking import ask, published_catalogue
from warehouse.metrics.catalogue import NO_CATALOGUE
from warehouse.metrics.errors import MetricError
from warehouse.metrics.formula import Formula, FormulaError, parse
from warehouse.metrics.question import VALUE, Grain, Question
from warehouse.metrics.units import Unit
from warehouse.published import open_published
from warehouse.sales_days import LAST_COMPLETE_DAY, LAST_COMPLETE_DAY_OF_VISITS
from warehouse.settings import settings
from warehouse.settings.kpis import Kpi

IN_A_YEAR: dict[Grain, int] = {
    "day": 364, "week": 52, "month": 12, "quarter": 4, "year": 1,
}  # fmt: skip
"""Periods back to the same one a year ago; days and weeks keep their weekdays."""
_SHOWN = 25
"""Periods that are looked back at; days go as far as the same day last year."""
_DAYS: dict[Grain, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


@dataclass(frozen=True)
class Period:
    """A period of the shop's calendar, and what a formula came to in it."""

    first_on: date
    last_on: date
    """The last day of it that there are data of."""
    is_whole: bool
    value: float | None


@dataclass(frozen=True)
class Standing:
    """How a KPI stands: its last whole period, against another and its target."""

    now: Period | None
    """None where no period is whole yet."""
    before: Period | None
    """None where there is no such whole period."""
    attainment: float | None
    """Actual / target; None without either, and for a target that is not above 0."""
    is_met: bool | None
    """Whether the target is met; None without one or without a value."""


def units() -> dict[str, Unit]:
    """Return the unit of each metric of the published catalogue.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If the version has no catalogue, or one that is not understood.
    """
    metrics = published_catalogue().metrics
    if not metrics:
        raise MetricError(NO_CATALOGUE)
    return {name: Unit.named(metric.unit) for name, metric in metrics.items()}


def checked(text: str) -> Formula:
    """Return the formula of a text, with the published metrics.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If it is none, or there is no catalogue to know; a metric that the
            catalogue leaves out is told with its reason.
    """
    try:
        return parse(text, units())
    except FormulaError as error:
        left_out = published_catalogue().left_out
        named = [name for name in re.findall(r"\w+", text) if name in left_out]
        if named:
            published_catalogue().metric(named[0])  # says why
        raise MetricError(str(error)) from error


def course(text: str, grain: Grain, where: str | None = None) -> list[Period]:
    """Return what a formula came to, by period, oldest first.

    Periods without data have no value where that is the truth; the last one may not be
    whole. No orders and no visits: as far as the metrics themselves have data.

    Args:
        text: The formula.
        grain: Kind of period.
        where: Which rows count, as a condition on dimensions; all without.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If the formula cannot be computed by such periods.
    """
    first_on, last_on = days_of_data()
    if first_on is not None and last_on is not None:
        count = max(_SHOWN, IN_A_YEAR[grain] + _SHOWN // 2)
        first_on = max(first_on, last_on - timedelta(days=_DAYS[grain] * count))
    question = Question(
        {VALUE: text}, grain, where=where, first_on=first_on, last_on=last_on
    )
    try:
        answer = ask(question)
    except duckdb.Error as error:
        message = f"it could not be read: {str(error).splitlines()[0]}"
        raise MetricError(message) from error
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return [
        Period(row["first_on"], row["last_on"], row["is_whole"], number(row[VALUE]))
        for row in rows
        if row["first_on"] is not None
    ]


def standing(kpi: Kpi, periods: Sequence[Period], back: int = 1) -> Standing:
    """Return how a KPI stands.

    Args:
        kpi: What its target is.
        periods: Its `course`, by its own kind of period.
        back: How many periods before is the one to compare with.
    """
    whole = [place for place, period in enumerate(periods) if period.is_whole]
    if not whole:
        return Standing(None, None, None, None)
    place = whole[-1]
    now, value = periods[place], periods[place].value
    before = periods[place - back] if place - back in whole else None
    attainment = is_met = None
    if kpi.target is not None and value is not None:
        attainment = value / kpi.target if kpi.target > 0 else None
        is_met = value <= kpi.target if kpi.direction == "down" else value >= kpi.target
    return Standing(now, before, attainment, is_met)


def number(value: object) -> float | None:
    """Return a value of the database as a number; None for none and for infinity."""
    if value is None:
        return None
    found = float(str(value))
    return found if isfinite(found) else None


def days_of_data() -> tuple[date | None, date | None]:
    """Return the first and the last complete day of sales; the last where none is.

    Those of visits in a shop without orders; None without either.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    asked = (
        (LAST_COMPLETE_DAY, [settings().shop.timezone]),
        (LAST_COMPLETE_DAY_OF_VISITS, []),
    )
    for query, parameters in asked:
        try:
            row = open_published().execute(query, parameters).fetchone()
        except duckdb.CatalogException:  # an older version, without such a table
            continue
        if row is not None and row[0] is not None:
            return row[0], row[2] or row[1]
    return None, None
