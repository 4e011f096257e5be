"""Saved KPIs as rows: how each stands, and which cannot be computed."""

from collections.abc import Sequence

from warehouse.metrics.errors import MetricError
from warehouse.metrics.kpi_course import (
    IN_A_YEAR,
    checked,
    course,
    standing,
)
from warehouse.metrics.question import Grain
from warehouse.published import NothingPublishedError
from warehouse.settings.kpis import SavedKpi

STANDING = (
    *("name", "title", "formula", "grain", "period", "value", "unit"),
    *("previous", "same_last_year", "target", "attainment", "is_met"),
    *("audience", "owner"),
)
"""Of `kpi_rows`."""
COURSE = ("period", "value")
"""Of `course_rows`: first day of a period, and the value in it."""


def kpi_problems(saved: Sequence[SavedKpi]) -> dict[str, str]:
    """Return by name why KPIs cannot be computed; none before the first version."""
    found: dict[str, str] = {}
    for one in saved:
        try:
            checked(one.content.formula)
        except NothingPublishedError:
            return {}
        except MetricError as error:
            found[one.name] = str(error)
    return found


def kpi_rows(saved: Sequence[SavedKpi]) -> tuple[list[tuple], dict[str, str]]:
    """Return how each KPI stands in its last whole period, and why others cannot.

    Raises:
        NothingPublishedError: Before the first successful run.
    """
    rows: list[tuple] = []
    problems: dict[str, str] = {}
    for one in saved:
        kpi = one.content
        try:
            unit = checked(kpi.formula).unit
            periods = course(kpi.formula, kpi.grain)
        except MetricError as error:
            problems[one.name] = str(error)
            continue
        previous = standing(kpi, periods)
        last_year = standing(kpi, periods, IN_A_YEAR[kpi.grain])
        now = previous.now
        rows.append(
            (
                *(one.name, kpi.title, kpi.formula, kpi.grain),
                *(now and now.first_on, now and now.value, str(unit)),
                previous.before and previous.before.value,
                last_year.before and last_year.before.value,
                *(kpi.target, previous.attainment, previous.is_met),
                *(", ".join(kpi.audience), kpi.owner),
            )
        )
    return rows, problems


def course_rows(saved: SavedKpi, grain: Grain | None) -> list[tuple]:
    """Return a KPI's periods, oldest first: `COURSE`.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If it cannot be computed by such periods.
    """
    periods = course(saved.content.formula, grain or saved.content.grain)
    return [(period.first_on, period.value) for period in periods]
