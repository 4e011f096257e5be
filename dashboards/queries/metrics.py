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
_KINDS: tuple[Grain, ...] = ("year", "quarter", "month", "week")


def described(name: str) -> Metric | None:
    """Return a metric of the published catalogue; None where that has no such one."""
    return published_catalogue().metrics.get(name)


def require(*names: str) -> None:
    """Do nothing where the published catalogue has these metrics.

    What needs their numbers for a sentence or a chart asks so within a `part`.

    Raises:
        MetricError: If it lacks one.
    """
    for name in names:
        published_catalogue().metric(name)


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


def known_totals(names: Sequence[str], windows: Sequence[Window]) -> list[Totals]:
    """Return the same, with None for metrics that the published version lacks."""
    known = [name for name in names if described(name) is not None]
    found = totals(known, windows) if known else [{} for _ in windows]
    return [{name: row.get(name) for name in names} for row in found]


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


def kind_of(window: Window) -> Grain | None:
    """Return which period of the shop's calendar the days are; None if they are none.

    The longest of them, where a month is a quarter or a year, too.
    """
    if window.days == 1:
        return "day"
    starts = ", ".join(f"{kind}_start_on as {kind}" for kind in _KINDS)
    of_kinds = " union all ".join(
        f"select {place} as place, '{kind}' as kind, min(day_on) as first_on, "
        f"max(day_on) as last_on from days group by {kind}"
        for place, kind in enumerate(_KINDS)
    )
    found = read(
        f"with days as (select day_on, {starts} from marts.dim_dates "
        f"where day_on between $1::date - 1 and $2::date + 1) "
        f"select kind from ({of_kinds}) where first_on = $1 and last_on = $2 "
        "order by place limit 1",
        [window.first_on, window.last_on],
    )
    return None if found.empty else found["kind"].iloc[0]


def _named(names: Sequence[str]) -> dict[str, str]:
    return {name: name for name in names}


def _asked(question: Question) -> pd.DataFrame:
    asked = statement(question)
    return read(asked.sql, asked.parameters)
