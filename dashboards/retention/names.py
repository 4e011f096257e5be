"""Names of periods, short for axes and whole for tooltips and tables."""

from datetime import date

import altair as alt
import pandas as pd

from dashboards.formats import MONTHS, period_name
from dashboards.queries.retention import Kind

LABELS = alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=8)
"""An axis of such names: as many as have room."""
OWN = ("first_on", "last_on")
COHORT = ("cohort_on", "cohort_ends_on")
"""Columns with the first and last day of a row's period, and of its cohort's."""


def names(rows: pd.DataFrame, kind: Kind, columns: tuple[str, str] = OWN) -> list[str]:
    """Return short names of periods for an axis; weeks by their first day."""
    if kind != "week":
        return spans(rows, columns)
    starts = [first for first, _ in _days(rows, columns)]
    is_long = bool(starts) and (max(starts) - min(starts)).days > 300
    return [
        f"{first.day} {MONTHS[first.month - 1]}{f' {first:%y}' if is_long else ''}"
        for first in starts
    ]


def spans(rows: pd.DataFrame, columns: tuple[str, str] = OWN) -> list[str]:
    """Return names of periods, weeks by both of their days."""
    return [period_name(first, last) for first, last in _days(rows, columns)]


def _days(rows: pd.DataFrame, columns: tuple[str, str]) -> list[tuple[date, date]]:
    first, last = columns
    return [(a.date(), b.date()) for a, b in zip(rows[first], rows[last], strict=True)]
