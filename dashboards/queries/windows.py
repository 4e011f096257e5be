"""Windows of days as rows of a query, so that one query answers for all of them."""

from collections.abc import Sequence
from datetime import date

from dashboards.periods import Window


def window_rows(windows: Sequence[Window], first: int = 1) -> str:
    """Return ``values`` of place, first and last day, as parameters from ``$first``."""
    return ", ".join(
        f"({place}, ${2 * place + first}::date, ${2 * place + first + 1}::date)"
        for place in range(len(windows))
    )


def window_days(windows: Sequence[Window]) -> list[date]:
    """Return the parameters of `window_rows`."""
    return [day for window in windows for day in (window.first_on, window.last_on)]
