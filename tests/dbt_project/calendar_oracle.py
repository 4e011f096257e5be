"""A shop's weeks, months, quarters and years, in plain Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from persiantools.jdatetime import JalaliDate

WEEKDAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
]
KINDS = ("week", "month", "quarter", "year")
Period = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class Calendar:
    """When a shop's weeks, months, quarters and years begin."""

    first_weekday: int
    """0 for Monday."""
    is_jalali: bool

    def start(self, kind: str, day: date) -> date:
        """Return the first day of the period that a day lies in."""
        if kind == "week":
            return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)
        own = JalaliDate(day) if self.is_jalali else day
        month = {"month": own.month, "quarter": own.month - (own.month - 1) % 3}
        start = own.replace(month=month.get(kind, 1), day=1)
        return start.to_gregorian() if isinstance(start, JalaliDate) else start

    def periods(self, kind: str, first: date, last: date) -> list[Period]:
        """Return all periods that have a day from one to another, if any."""
        if first > last:
            return []
        into_next = {"week": 7, "month": 32, "quarter": 95, "year": 370}[kind]
        starts = [self.start(kind, first)]
        while starts[-1] <= last:
            starts.append(self.start(kind, starts[-1] + timedelta(days=into_next)))
        return [
            (start, following - timedelta(days=1))
            for start, following in pairwise(starts)
        ]
