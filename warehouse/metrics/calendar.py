"""Whole periods of the shop's calendar, from their first day to their last."""

from datetime import date, timedelta

from warehouse.metrics.asking import published_catalogue
from warehouse.metrics.errors import MetricError
from warehouse.metrics.question import Grain
from warehouse.published import open_published

Days = tuple[date, date]
"""First and last day, both included."""


def periods_between(grain: Grain, first_on: date, last_on: date) -> list[Days]:
    """Return the periods that have any day of these, the oldest first.

    Raises:
        NothingPublishedError: Before the first successful run.
        MetricError: If the published calendar has no such periods.
    """
    if grain == "day":
        count = (last_on - first_on).days + 1
        days = [first_on + timedelta(days=place) for place in range(count)]
        return [(day, day) for day in days]
    grains = published_catalogue().grains
    if grain not in grains:
        message = f"there is no period {grain}; there are: {', '.join(grains)}"
        raise MetricError(message)
    rows = open_published().execute(
        f"select min(day_on), max(day_on) from marts.dim_dates "
        f"group by {grains[grain]} having max(day_on) >= ? and min(day_on) <= ? "
        "order by all",
        [first_on, last_on],
    )
    return [(row[0], row[1]) for row in rows.fetchall()]
