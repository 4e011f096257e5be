"""Metrics of the catalogue: what each is, and what they come to."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboards.periods import Window
from dashboards.queries.published import read
from warehouse.metrics.asking import published_catalogue, statement
from warehouse.metrics.model import Metric
from warehouse.metrics.question import Grain, Question

Totals = Mapping[str, Any]
"""Numbers of a period by the name of the metric, None where one is not known."""


def described(name: str) -> Metric | None:
    """Return a metric of the published catalogue; None where that has no such one."""
    return published_catalogue().metrics.get(name)


def totals(
    names: Sequence[str], windows: Sequence[Window], where: str | None = None
) -> list[Totals]:
    """Return what metrics come to in each window, in order.

    Args:
        names: Of metrics.
        windows: Days; they may overlap.
        where: A condition on dimensions, as `karvan metric --where` takes it.

    Raises:
        MetricError: If the catalogue has no such metric, or cannot compute it so.
    """
    days = [(window.first_on, window.last_on) for window in windows]
    found = _asked(Question(_named(names), windows=days, where=where))
    rows = found[list(names)].itertuples(index=False, name=None)
    return [
        {
            name: None if pd.isna(value) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in rows
    ]


def series(names: Sequence[str], window: Window, grain: Grain) -> pd.DataFrame:
    """Return what metrics come to by period of the shop's calendar, empty ones too.

    Columns: bucket_on, first_on, last_on (those of its days inside the window),
    is_whole (the window has all of its days), and each metric.

    Raises:
        MetricError: If the catalogue has no such metric, or cannot compute it so.
    """
    first_on, last_on = window.first_on, window.last_on
    found = _asked(Question(_named(names), grain, first_on=first_on, last_on=last_on))
    return found.rename(columns={"period": "bucket_on"})


def _named(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def _asked(question: Question) -> pd.DataFrame:
    asked = statement(question)
    return read(asked.sql, asked.parameters)
