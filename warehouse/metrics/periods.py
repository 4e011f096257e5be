"""The periods of an answer, as CTEs: ``days`` with their period, and ``periods``."""

from collections.abc import Mapping

from warehouse.metrics.catalogue import Days
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Question
from warehouse.metrics.sql import Parameters


def period_ctes(
    question: Question, grains: Mapping[str, str], known: Days, parameter: Parameters
) -> list[str]:
    """Return CTEs: ``days`` (period, day) and ``periods`` with their days asked for.

    Beside each day stands ``first_on``, the first of its period's days asked for.

    Args:
        question: Whose periods.
        grains: Kinds of periods to columns of ``marts.dim_dates``.
        known: First and last day of the data, where the question does not say from
            when to when; None where there are none.
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
    first_on, last_on = question.first_on or known[0], question.last_on or known[1]
    low, high = (f"cast({parameter(day)} as date)" for day in (first_on, last_on))
    if question.grain is None:
        return _windows(f"select 0, {low}, {high}")
    if question.grain not in grains:
        message = f"there is no period {question.grain}; there are: {', '.join(grains)}"
        raise MetricError(message)
    if question.grain == "day":
        return [
            "days as (select day as period, day, day as first_on "
            "from (select cast(unnest("
            f"generate_series({low}, {high}, interval 1 day)) as date) as day))",
            "periods as (select period, day as first_on, day as last_on, "
            "true as is_whole from days)",
        ]
    start = grains[question.grain]
    inside = f"day_on between {low} and {high}"
    return [
        f"days as (select {start} as period, day_on as day, "
        f"min(day_on) over (partition by {start}) as first_on from marts.dim_dates "
        f"where {inside})",
        f"periods as (select {start} as period, "
        f"min(day_on) filter (where {inside}) as first_on, "
        f"max(day_on) filter (where {inside}) as last_on, "
        f"count(*) filter (where {inside}) = count(*) as is_whole "
        f"from marts.dim_dates group by {start} "
        f"having count(*) filter (where {inside}) > 0)",
    ]


def _windows(rows: str) -> list[str]:
    return [
        f"periods (period, first_on, last_on, is_whole) as "
        f"(select *, true from ({rows}))",
        "days as (select period, cast(unnest(generate_series("
        "first_on, last_on, interval 1 day)) as date) as day, first_on from periods)",
    ]
