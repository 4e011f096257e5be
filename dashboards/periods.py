"""Periods a reader can choose, and the days to compare them with.

All of it is in the shop's local days. Months are those of the shop's own calendar, so
they come as a list. Weeks and days are compared 52 weeks back, which keeps weekdays
together; months with the same month a year back. A month that is not over is compared
with as many days of the other one.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

PeriodName = Literal["7d", "28d", "13w", "month", "last_month", "12m", "all"]
Grain = Literal["day", "week", "month"]

_DAYS: dict[str, int] = {"7d": 7, "28d": 28, "13w": 91}
_MONTHS: dict[str, int] = {"month": 1, "last_month": 1, "12m": 12}
_YEAR_OF_WEEKS = 52 * 7
_MOST_POINTS = 120


@dataclass(frozen=True)
class Window:
    """Days from the first to the last, both included."""

    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        """Return how many days it has."""
        return (self.last_on - self.first_on).days + 1

    def moved(self, days: int) -> "Window":
        """Return it so many days later, earlier if negative."""
        by = timedelta(days=days)
        return Window(self.first_on + by, self.last_on + by)

    def lies_in(self, other: "Window") -> bool:
        """Return whether every day of it is in the other one."""
        return other.first_on <= self.first_on and self.last_on <= other.last_on


@dataclass(frozen=True)
class Period:
    """A chosen period of the data, which can be moved back in time."""

    name: PeriodName
    data: Window
    """First and last complete day that there are data of."""
    month_starts: Sequence[date]
    """First days of the shop's months, ascending, around the data."""

    @property
    def window(self) -> Window:
        """Return the days of the period itself."""
        found = self.before(0)
        if found is None:
            return self.data
        # What lies before the first day of data is no part of any number.
        return Window(max(found.first_on, self.data.first_on), found.last_on)

    def before(self, count: int = 1) -> Window | None:
        """Return the period as many times back; None where months are unknown."""
        if self.name == "all":
            return None
        if self.name in _DAYS:
            length = _DAYS[self.name]
            return _last_days(self.data.last_on, length).moved(-count * length)
        return self._months_back(count * _MONTHS[self.name])

    def year_before(self) -> Window | None:
        """Return the same period a year back; None where months are unknown."""
        if self.name == "all":
            return None
        if self.name in _DAYS:
            return _last_days(self.data.last_on, _DAYS[self.name]).moved(
                -_YEAR_OF_WEEKS
            )
        return self._months_back(12)

    def earlier(self, count: int) -> list[Window]:
        """Return up to ``count`` periods that data cover whole, oldest first.

        The chosen period is the last of them.
        """
        found = [self.window]
        for back in range(1, count):
            window = self.before(back)
            if window is None or not window.lies_in(self.data):
                break
            found.append(window)
        return found[::-1]

    def grains(self) -> list[Grain]:
        """Return the grains that give a readable number of points, the best first."""
        days = self.window.days
        sensible: Grain = "day" if days <= 31 else "week" if days <= 200 else "month"
        lengths: dict[Grain, int] = {"day": 1, "week": 7, "month": 30}
        readable: list[Grain] = [
            grain
            for grain, length in lengths.items()
            if days / length <= _MOST_POINTS and days >= 2 * length
        ]
        return [sensible, *(grain for grain in readable if grain != sensible)]

    def _months_back(self, back: int) -> Window | None:
        newest = self._newest_month()
        first = newest - back - _MONTHS[self.name] + 1
        if first < 0:
            return None
        first_on, last_on = self.month_starts[first], self._month_end(newest - back)
        elapsed = self.data.last_on - self.month_starts[newest]
        if self.data.last_on < self._month_end(newest):
            last_on = min(last_on, self.month_starts[newest - back] + elapsed)
        return Window(first_on, last_on)

    def _newest_month(self) -> int:
        """Return the index of the newest month of the period."""
        now = bisect_right(self.month_starts, self.data.last_on) - 1
        return now - 1 if self.name == "last_month" and now > 0 else now

    def _month_end(self, index: int) -> date:
        if index + 1 < len(self.month_starts):
            return self.month_starts[index + 1] - timedelta(days=1)
        return self.data.last_on


def _last_days(last_on: date, count: int) -> Window:
    return Window(last_on - timedelta(days=count - 1), last_on)
