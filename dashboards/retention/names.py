"""Names of periods, short for axes and whole for tooltips and tables."""

import pandas as pd

from dashboards.components.buckets import labels
from dashboards.formats import period_name
from dashboards.queries.retention import Kind

OWN = ("first_on", "last_on")
COHORT = ("cohort_on", "cohort_ends_on")
"""Columns with the first and last day of a row's period, and of its cohort's."""


def names(rows: pd.DataFrame, kind: Kind, columns: tuple[str, str] = OWN) -> list[str]:
    """Return short names of periods for an axis; weeks by their first day."""
    if kind != "week":
        return spans(rows, columns)
    return labels(rows.assign(bucket_on=rows[columns[0]]), kind)


def spans(rows: pd.DataFrame, columns: tuple[str, str] = OWN) -> list[str]:
    """Return names of periods, weeks by both of their days."""
    days = zip(*(rows[column] for column in columns), strict=True)
    return [period_name(first.date(), last.date()) for first, last in days]
