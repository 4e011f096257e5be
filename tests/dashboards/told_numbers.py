"""A number of a page beside what the seam says of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import isclose
from typing import Any, NamedTuple

import pandas as pd

from dashboards.periods import Window
from dashboards.queries import metrics
from warehouse.metrics.asking import ask
from warehouse.metrics.question import Grain, Question


class Told(NamedTuple):
    """A number as a page has it, and as the seam has it."""

    what: str
    page: float | None
    metric: float | None

    @property
    def agrees(self) -> bool:
        """Whether both are one number, but for the last digits of doubles."""
        if self.page is None or self.metric is None:
            return self.page is self.metric
        page, metric = float(self.page), float(self.metric)
        return isclose(page, metric, rel_tol=1e-9, abs_tol=1e-9)


def beside(
    numbers: Mapping[str, Any],
    window: Window,
    place: str | None = None,
    where: str | None = None,
) -> Iterator[Told]:
    """Give numbers of a window beside what its metrics come to."""
    [found] = metrics.totals(tuple(numbers), [window], where)
    place = place or f"{window.first_on} to {window.last_on}"
    for name, value in numbers.items():
        yield Told(f"{name}, {place}", value, found[name])


def by_period(
    numbers: Mapping[Any, float | None],
    name: str,
    kind: Grain,
    where: str | None = None,
) -> Iterator[Told]:
    """Give numbers of periods by their first day beside what a metric comes to."""
    if numbers:
        last_on = max(numbers).date() + timedelta(days=400)
        question = Question(
            {"value": name},
            kind,
            where=where,
            first_on=min(numbers).date(),
            last_on=last_on,
        )
        asked = ask(question)
        rows = [dict(zip(asked.columns, row, strict=True)) for row in asked.rows]
        found = {pd.Timestamp(row["period"]): row["value"] for row in rows}
        for first, value in numbers.items():
            yield Told(
                f"{name} of the {kind} from {first}, {where}", value, found[first]
            )


def rows_of(found: pd.DataFrame, firsts: set[Any]) -> dict[Any, dict[str, Any]]:
    """Return rows by their first day, of these days."""
    return {
        row["first_on"]: known(row)
        for row in found.to_dict("records")
        if row["first_on"] in firsts
    }


def known(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row with None for what is missing."""
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def quoted(text: str) -> str:
    """Return a text as a condition has it."""
    return "'" + text.replace("'", "''") + "'"
