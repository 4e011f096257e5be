"""Names of periods, short for axes and whole for tooltips and tables."""

import pandas as pd

from dashboards.formats import MONTHS, period_name
from dashboards.queries.retention import Kind


def names(starts: pd.Series, ends: pd.Series, kind: Kind) -> list[str]:
    """Return short names of periods for an axis; weeks by their first day."""
    spans = [(a.date(), b.date()) for a, b in zip(starts, ends, strict=True)]
    if kind != "week":
        return [period_name(first, last) for first, last in spans]
    is_long = bool(spans) and (spans[-1][0] - spans[0][0]).days > 300
    return [
        f"{first.day} {MONTHS[first.month - 1]}{f' {first:%y}' if is_long else ''}"
        for first, _ in spans
    ]


def spans(starts: pd.Series, ends: pd.Series) -> list[str]:
    """Return names of periods, weeks by both of their days."""
    return [
        period_name(first.date(), last.date())
        for first, last in zip(starts, ends, strict=True)
    ]
