"""Short names of periods, as charts write them on their axes."""

import pandas as pd

from dashboards.formats import MONTHS
from warehouse.metrics.question import Grain


def labels(rows: pd.DataFrame, grain: Grain) -> list[str]:
    """Return short names of buckets; with the year where they may repeat."""
    starts = [start.date() for start in rows["bucket_on"]]
    is_long = bool(starts) and (max(starts) - min(starts)).days > 300
    if grain == "month":
        return [f"{MONTHS[day.month - 1]} {day.year}" for day in starts]
    if grain == "quarter" and all(day.day == 1 for day in starts):
        return [f"Q{day.month // 3 + 1} {day.year}" for day in starts]
    if grain == "year" and all((day.month, day.day) == (1, 1) for day in starts):
        return [str(day.year) for day in starts]
    return [
        f"{day.day} {MONTHS[day.month - 1]}{f' {day:%y}' if is_long else ''}"
        for day in starts
    ]
