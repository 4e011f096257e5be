"""The periods of an answer, as CTEs: ``days`` with their period, and ``periods``."""

from collections.abc import Iterable, Mapping

from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Question
from warehouse.metrics.sql import Parameters


def period_ctes(
    question: Question,
    grains: Mapping[str, str],
    tables: Iterable[tuple[str, str]],
    parameter: Parameters,
) -> list[str]:
    """Return CTEs: ``days`` (period, day) and ``periods`` with their days asked for.

    Args:
        question: Whose periods.
        grains: Kinds of periods to columns of ``marts.dim_dates``.
        tables: Tables and the day of their rows: what there are data of, where the
            question does not say from when to when.
        parameter: Takes a value and gives the SQL that stands for it.

    Raises:
        MetricError: If there is no such kind of period.
    """
    if question.windows:
        rows = ", ".join(
            f"({place}, cast({parameter(first_on)} as date), "
            f"cast({parameter(last_on)} as date))"
            for place, (first_on, last_on) in enumerate(question.windows)
        )
        return _windows(f"values {rows}")
    bounds = _bounds(question, tables, parameter)
    if question.grain is None:
        return [bounds, *_windows("select 0, first_on, last_on from bounds")]
    if question.grain not in grains:
        message = f"there is no period {question.grain}; there are: {', '.join(grains)}"
        raise MetricError(message)
    if question.grain == "day":
        return [
            bounds,
            "days as (select day as period, day from (select cast(unnest("
            "generate_series(first_on, last_on, interval 1 day)) as date) as day "
            "from bounds))",
            "periods as (select period, day as first_on, day as last_on, "
            "true as is_whole from days)",
        ]
    start = grains[question.grain]
    return [
        bounds,
        f"calendar as (select {start} as period, day_on as day, "
        f"count(*) over (partition by {start}) as period_days from marts.dim_dates)",
        "days as (select period, day, period_days from calendar "
        "cross join bounds where day between first_on and last_on)",
        "periods as (select period, min(day) as first_on, max(day) as last_on, "
        "count(*) = any_value(period_days) as is_whole from days group by period)",
    ]


def _windows(rows: str) -> list[str]:
    return [
        f"periods (period, first_on, last_on, is_whole) as "
        f"(select *, true from ({rows}))",
        "days as (select period, cast(unnest(generate_series("
        "first_on, last_on, interval 1 day)) as date) as day from periods)",
    ]


def _bounds(
    question: Question, tables: Iterable[tuple[str, str]], parameter: Parameters
) -> str:
    first_on, last_on = question.first_on, question.last_on
    sides = []
    known = " union all ".join(
        f"select min({day}) as first_on, max({day}) as last_on from {table}"
        for table, day in dict.fromkeys(tables)
    )
    for value, side in ((first_on, "min(first_on)"), (last_on, "max(last_on)")):
        sides.append(side if value is None else f"cast({parameter(value)} as date)")
    source = "" if None not in (first_on, last_on) else f" from ({known})"
    return f"bounds (first_on, last_on) as (select {', '.join(sides)}{source})"
