"""How well forecasts would have done: past periods, as if their rest were unknown.

Each cut is a period that is over, known until the day at which as much of it was over
as is of the present one. The error is of what the period came to in the end, known part
included: that is the number that a reader is shown.
"""

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import pandas as pd

from science.daily_paths import NoForecastError
from science.forecasting import LEAST_DAYS, LEVEL_PCT, Expected, expected_total

MOST = 12
"""Cuts that are looked at, the latest ones: of months, a year."""
LEAST_TESTS = 5
"""Below, the worst of them says little of how wide an interval has to be."""


@dataclass(frozen=True)
class Cut:
    """A period that is over, and the last day of it that is taken as known."""

    first_on: date
    known_on: date
    """The day before the first one if nothing is."""
    last_on: date


@dataclass(frozen=True)
class Backtests:
    """What forecasts at these cuts were worth."""

    count: int
    inside: int
    """Those whose outcome lay within their interval, its ends included; each interval
    as wide as those before it would have had it."""
    error: float | None
    """Median of |forecast - outcome| / |outcome|; None where all outcomes are 0."""
    spread: float
    """How much wider intervals are to be than the model's own: 1 at least."""


def cuts_at(
    periods: Sequence[tuple[date, date]],
    elapsed: float,
    works: Callable[[date], bool],
) -> list[Cut]:
    """Return periods cut where a share of their working days was over.

    Args:
        periods: First and last days.
        elapsed: The share, from 0 to 1.
        works: Whether a day is a working day.
    """
    return [
        Cut(first, _day_at(first, last, elapsed, works), last)
        for first, last in periods
    ]


def cuts_moved(
    first_on: date, known_on: date, last_on: date, since_on: date
) -> list[Cut]:
    """Return a stretch of days moved back, so far each time that no rest meets another.

    By whole weeks, so that weekdays stay.

    Args:
        first_on: Of the stretch that is under way, its first day.
        known_on: The last one that is known.
        last_on: Its last day.
        since_on: The first day that there are data of.
    """
    left = (last_on - known_on).days
    step = timedelta(weeks=-(-left // 7))
    found: list[Cut] = []
    while len(found) < MOST:
        by = step * (len(found) + 1)
        if not step or first_on - by < since_on:
            break
        found.insert(0, Cut(first_on - by, known_on - by, last_on - by))
    return found


def backtest(
    history: pd.Series, cuts: Sequence[Cut], closed: Collection[date] = ()
) -> Backtests:
    """Return how forecasts at these cuts would have done.

    Args:
        history: The number by day, without gaps.
        cuts: Within it; those with too few days before them are left out, as are all
            but the latest `MOST`.
        closed: Days that are not like others of their weekday.
    """
    errors: list[float] = []
    misses: list[float] = []
    inside = 0
    for cut in cuts[-MOST:]:
        before = history.loc[: pd.Timestamp(cut.known_on)]
        rest = history.loc[: pd.Timestamp(cut.last_on)].iloc[len(before) :]
        if len(before) < LEAST_DAYS or rest.empty:
            continue
        known = float(before.loc[pd.Timestamp(cut.first_on) :].sum())
        skipped = max((cut.first_on - cut.known_on).days - 1, 0)
        try:
            found = expected_total(before, len(rest), known, closed, skipped)
        except NoForecastError:
            continue
        outcome = known + float(rest.iloc[skipped:].sum())
        miss = _miss(found, outcome)
        inside += miss <= spread_of(misses)
        misses.append(miss)
        if outcome:
            errors.append(abs(found.value - outcome) / abs(outcome))
    error = median(errors) if errors else None
    return Backtests(len(misses), inside, error, spread_of(misses))


def spread_of(misses: Sequence[float]) -> float:
    """Return how much wider intervals are to be than the model's own.

    Args:
        misses: Of tests, |forecast - outcome| in half intervals of that side. Fewer
            than `LEAST_TESTS` widen nothing.
    """
    place = math.ceil((len(misses) + 1) * LEVEL_PCT / 100)
    if len(misses) < LEAST_TESTS:
        return 1.0
    known = [miss for miss in sorted(misses)[:place] if math.isfinite(miss)]
    return max([1.0, *known])


def _miss(found: Expected, outcome: float) -> float:
    """Return how far an outcome lies from its forecast, in half intervals."""
    far = abs(outcome - found.value)
    if far <= 1e-9 * max(abs(outcome), 1.0):  # sums of floats in another order
        return 0.0
    end = found.high if outcome > found.value else found.low
    half = abs(end - found.value)
    return far / half if half > 0 else math.inf


def _day_at(
    first_on: date, last_on: date, elapsed: float, works: Callable[[date], bool]
) -> date:
    """Return the last day on which no more than a share of the working days is over."""
    count = (last_on - first_on).days + 1
    days = [first_on + timedelta(days=place) for place in range(count)]
    counted = [day for day in days if works(day)] or days
    over = round(elapsed * len(counted))
    if over == 0:
        return first_on - timedelta(days=1)
    return counted[over - 1]
