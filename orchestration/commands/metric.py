"""``karvan metric``: a formula of metrics by time and dimensions, or the catalogue."""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_args

from orchestration.commands.rows import print_rows
from orchestration.commands.terminal import fail
from warehouse.development import Edition
from warehouse.metrics.asking import ask, published_catalogue
from warehouse.metrics.catalogue import NO_CATALOGUE
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import VALUE, Grain, Question
from warehouse.published import NothingPublishedError

OF_A_METRIC = (
    *("name", "label", "unit", "direction", "grain", "owner", "is_simulated"),
    *("formula", "description", "sources", "dimensions"),
)
"""What CSV and JSON tell of a metric; a table has the first few and the words."""


def list_command(form: str, version: Edition) -> None:
    """Print the catalogue: one row for each metric."""
    try:
        catalogue = published_catalogue(version)
    except (NothingPublishedError, MetricError) as error:
        fail(str(error))
    if not catalogue.metrics:
        fail(NO_CATALOGUE)
    found = [catalogue.metrics[name] for name in sorted(catalogue.metrics)]
    if form == "table":
        names = ("metric", "unit", "what it is", "by")
        print_rows(
            names,
            [
                (one.name, one.unit, one.description, ", ".join(one.dimensions))
                for one in found
            ],
            form,
        )
        return
    rows = [
        [_listed(getattr(one, name), form) for name in OF_A_METRIC] for one in found
    ]
    print_rows(OF_A_METRIC, rows, form)


def metric_command(
    formula: str,
    grain: str | None,
    by: Sequence[str],
    where: str | None,
    first_on: str | None,
    last_on: str | None,
    form: str,
    version: Edition,
) -> None:
    """Print the rows of a formula: period, dimensions, value."""
    question = Question(
        formulas={VALUE: formula},
        grain=_grain(grain),
        by=tuple(name.strip() for text in by for name in text.split(",")),
        where=where,
        first_on=_day(first_on, "--from"),
        last_on=_day(last_on, "--to"),
    )
    try:
        answer = ask(question, version)
    except (NothingPublishedError, MetricError) as error:
        fail(str(error))
    found = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    rows = [
        [_period(row), *(row[name] for name in question.by), _plain(row[VALUE])]
        for row in found
    ]
    print_rows(["period", *question.by, VALUE], rows, form)


def _period(row: dict[str, Any]) -> str:
    """Return the first day of a period, or from when to when all days are."""
    if "period" in row:
        return str(row["period"])
    known = [row["first_on"], row["last_on"]]
    return "/".join(str(day) for day in known) if None not in known else ""


def _plain(value: float | None) -> float | int | None:
    """Return a whole number without its point."""
    return int(value) if value is not None and value.is_integer() else value


def _listed(value: object, form: str) -> object:
    if isinstance(value, tuple):
        return list(value) if form == "json" else ", ".join(value)
    return value


def _grain(text: str | None) -> Grain | None:
    if text is None:
        return None
    found = next((grain for grain in get_args(Grain) if grain == text), None)
    return found or fail(f"--grain is one of {', '.join(get_args(Grain))}, not {text}")


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        fail(f"{option} is a day such as 2026-01-31, not {text}")
