"""Days as queries need them: windows as rows, and each day with the bucket it is of."""

from collections.abc import Sequence
from datetime import date

from dashboards.periods import Grain, Window

BUCKETS: dict[Grain, str] = {
    "day": "day_on",
    "week": "week_start_on",
    "month": "month_start_on",
}
"""Grain to the column of `dim_dates` that names a day's bucket of it."""


def window_rows(windows: Sequence[Window], first: int = 1) -> str:
    """Return ``values`` of place, first and last day, as parameters from ``$first``."""
    return ", ".join(
        f"({place}, ${2 * place + first}::date, ${2 * place + first + 1}::date)"
        for place in range(len(windows))
    )


def window_days(windows: Sequence[Window]) -> list[date]:
    """Return the parameters of `window_rows`."""
    return [day for window in windows for day in (window.first_on, window.last_on)]


def bucketed_days(grain: Grain) -> str:
    """Return a query of all days: day_on, bucket_on, and bucket_days, its length."""
    bucket = BUCKETS[grain]
    return (
        f"select day_on, {bucket} as bucket_on, "
        f"count(*) over (partition by {bucket}) as bucket_days from marts.dim_dates"
    )
