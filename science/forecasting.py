"""What a number by day will come to in the days ahead, and between what.

Intervals of sums are those of paths drawn from a model (`science.daily_paths`), whose
days hang together; intervals of single days, added, would be too wide or too narrow.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from science.daily_paths import NoForecastError, Values, paths_ahead

LEAST_DAYS = 56
"""Eight weeks: below, a pattern of the week is guesswork."""
LEVEL_PCT = 80


@dataclass(frozen=True)
class Expected:
    """What a sum of known days and days ahead is expected to come to."""

    value: float
    low: float
    high: float
    """Between these, `LEVEL_PCT` of a hundred times."""
    paths: Values
    """What it came to in each path."""
    days: pd.DataFrame
    """One row per day ahead, by day: value, low and high of the day alone; total,
    total_low and total_high of the sum until its end."""
    model: str
    """What was fitted, in a reader's words."""

    def chance(self, target: float, *, is_down: bool) -> float:
        """Return how likely the sum is to meet a target, from 0 to 1."""
        met = self.paths <= target if is_down else self.paths >= target
        return float(met.mean())


def expected_total(
    history: pd.Series,
    ahead: int,
    known: float = 0.0,
    closed: Collection[date] = (),
    skipped: int = 0,
    spread: float = 1.0,
) -> Expected:
    """Return what the days ahead add to what is known.

    Args:
        history: The number by day until the day before the first one ahead, without
            gaps. It need not be positive.
        ahead: How many days, one at least.
        known: What was reached already.
        closed: Days, past and ahead, that are not like others of their weekday.
        skipped: Of the days ahead, the first ones that do not count.
        spread: How much wider intervals are than the model's own, as backtests say.

    Raises:
        NoForecastError: If there are fewer than `LEAST_DAYS`, or fewer than what is
            ahead; or if nothing can be fitted.
    """
    if len(history) < max(LEAST_DAYS, ahead):
        raise NoForecastError(_too_few(len(history), ahead))
    days = pd.date_range(history.index[-1], periods=ahead + 1, inclusive="right")
    shut = pd.DatetimeIndex(list(closed))
    ordinary = _without(history, shut)
    means, paths, model = paths_ahead(ordinary, days)
    is_shut = days.isin(shut)
    if is_shut.any():
        past = history.to_numpy(float)[history.index.isin(shut)]
        usual = float(np.median(past)) if len(past) else 0.0
        means[is_shut], paths[:, is_shut] = usual, usual
    paths = means + spread * (paths - means)
    return _summed(
        means[skipped:],
        paths[:, skipped:],
        days[skipped:],
        known,
        model,
        at_least_0=history.min() >= 0,
    )


def _without(history: pd.Series, shut: pd.DatetimeIndex) -> pd.Series:
    """Return the history with shut days as they are a week before, else after."""
    is_shut = history.index.isin(shut)
    if not is_shut.any():
        return history
    opened = history.astype(float).mask(is_shut)
    by_weekday = opened.groupby(pd.DatetimeIndex(history.index).day_of_week)
    return by_weekday.ffill().fillna(by_weekday.bfill()).fillna(0.0)


def _summed(
    means: Values,
    paths: Values,
    days: pd.DatetimeIndex,
    known: float,
    model: str,
    *,
    at_least_0: bool,
) -> Expected:
    sums = known + paths.cumsum(axis=1)
    totals = known + means.cumsum()
    ends = ((100 - LEVEL_PCT) / 200, (100 + LEVEL_PCT) / 200)
    frame = pd.DataFrame(
        {
            "value": means,
            "low": np.quantile(paths, ends[0], axis=0),
            "high": np.quantile(paths, ends[1], axis=0),
            "total": totals,
            "total_low": np.quantile(sums, ends[0], axis=0),
            "total_high": np.quantile(sums, ends[1], axis=0),
        },
        index=days,
    )
    if at_least_0:  # what never fell below 0 does not take back what is reached
        frame[["value", "low", "high"]] = frame[["value", "low", "high"]].clip(lower=0)
        frame[["total", "total_low", "total_high"]] = frame[
            ["total", "total_low", "total_high"]
        ].clip(lower=known)
        sums = sums.clip(min=known)
    last = frame.iloc[-1]
    return Expected(
        value=float(last["total"]),
        low=float(last["total_low"]),
        high=float(last["total_high"]),
        paths=sums[:, -1],
        days=frame,
        model=model,
    )


def _too_few(known: int, ahead: int) -> str:
    if known < LEAST_DAYS:
        return f"there are {known} days of data; a forecast needs {LEAST_DAYS}"
    return f"{ahead} days are left, more than the {known} that there are data of"
