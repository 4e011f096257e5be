"""Backtests: where periods are cut, and that nothing after the cut is looked at."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from science.backtesting import (
    Backtests,
    Cut,
    backtest,
    cuts_at,
    cuts_moved,
    spread_of,
)
from science.forecasting import expected_total

MONDAY = date(2024, 1, 1)
JANUARY = (date(2024, 1, 1), date(2024, 1, 31))


def every(day: date) -> bool:
    return True


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def never(day: date) -> bool:
    return False


def series(values: np.ndarray) -> pd.Series:
    return pd.Series(values, pd.date_range(MONDAY, periods=len(values)), dtype=float)


@pytest.mark.parametrize(
    ("elapsed", "works", "known_on"),
    [
        (10 / 31, every, date(2024, 1, 10)),
        (0, every, date(2023, 12, 31)),
        (1, every, date(2024, 1, 31)),
        # January 2024 has 23 weekdays; the tenth is Friday the 12th.
        (10 / 23, weekdays, date(2024, 1, 12)),
        (10 / 31, never, date(2024, 1, 10)),
    ],
)
def test_a_period_is_cut_where_as_much_of_it_is_over(
    elapsed: float, works, known_on: date
) -> None:
    assert cuts_at([JANUARY], elapsed, works) == [Cut(JANUARY[0], known_on, JANUARY[1])]


def test_a_stretch_moves_by_whole_weeks_that_its_rest_fits_into() -> None:
    """Ten days are left, so it moves by 14; before the data it does not begin."""
    first, known, last = date(2024, 5, 1), date(2024, 5, 21), date(2024, 5, 31)
    found = cuts_moved(first, known, last, date(2024, 3, 30))
    assert found == [
        Cut(date(2024, 4, 3), date(2024, 4, 23), date(2024, 5, 3)),
        Cut(date(2024, 4, 17), date(2024, 5, 7), date(2024, 5, 17)),
    ]
    assert cuts_moved(first, last, last, date(2024, 3, 30)) == []


def test_a_repeated_week_is_never_missed() -> None:
    history = series(np.tile([1.0, 2, 3, 4, 5, 6, 7], 20))
    cuts = cuts_moved(
        MONDAY + timedelta(days=126),
        MONDAY + timedelta(days=139),
        MONDAY + timedelta(days=153),
        MONDAY,
    )
    found = backtest(history, cuts)
    assert found.count == found.inside > 3
    assert found.error == pytest.approx(0)


def test_a_forecast_knows_nothing_after_its_cut() -> None:
    """By hand: known part and forecast of the days before the cut alone."""
    values = np.random.default_rng(4).gamma(3, 10, 120)
    values[100:] *= 50
    cut = Cut(MONDAY + timedelta(95), MONDAY + timedelta(99), MONDAY + timedelta(109))
    known, rest = values[95:100].sum(), values[100:110].sum()
    alone = expected_total(series(values[:100]), 10, known)
    outcome = known + rest
    expected = abs(alone.value - outcome) / outcome
    found = backtest(series(values), [cut])
    assert (found.count, found.inside) == (1, 0)
    assert found.error == pytest.approx(expected)


@pytest.mark.parametrize(
    ("misses", "spread"),
    [
        ([], 1),
        ([3, 3, 3, 3], 1),  # too few to say
        ([0.1, 0.2, 0.3, 0.4, 0.5], 1),  # wide enough
        ([0.1, 0.2, 0.3, 0.4, 1.5], 1.5),  # of 5, the 5th: 6 x 0.8 = 4.8
        ([2, 0, 0, 0, 0, 0, 0, 0, 3, 9], 3),  # of 10, the 9th: 11 x 0.8 = 8.8
        ([2, 0, 0, 0, math.inf], 2),
        ([math.inf] * 5, 1),
    ],
)
def test_intervals_are_widened_by_what_was_missed(
    misses: list[float], spread: float
) -> None:
    assert spread_of(misses) == spread


def test_widened_intervals_hold_where_the_models_own_are_too_narrow() -> None:
    """Weeks are good or bad as a whole, which a model of days does not see.

    Of 60 such series about 48 outcomes should lie inside; by the binomial distribution
    fewer than 38 are one in a thousand.
    """
    rng, own, widened = np.random.default_rng(11), 0, 0
    for _ in range(60):
        weeks = np.repeat(rng.normal(100, 25, 40), 7)
        history, rest = series(weeks[:252]), weeks[252:273].sum()
        first = MONDAY + timedelta(days=245)
        cuts = cuts_moved(first, first + timedelta(6), first + timedelta(27), MONDAY)
        spread = backtest(history, cuts).spread
        for is_own, found in (
            (True, expected_total(history, 21)),
            (False, expected_total(history, 21, spread=spread)),
        ):
            is_inside = found.low <= rest <= found.high
            own += is_inside and is_own
            widened += is_inside and not is_own
    assert own < 38 <= widened


def test_what_cannot_be_tested_is_no_error() -> None:
    early = Cut(MONDAY, MONDAY + timedelta(20), MONDAY + timedelta(30))
    assert backtest(series(np.ones(100)), [early]) == Backtests(0, 0, None, 1)
    late = Cut(MONDAY + timedelta(60), MONDAY + timedelta(70), MONDAY + timedelta(80))
    assert backtest(series(np.zeros(100)), [late]) == Backtests(1, 1, None, 1)
    assert backtest(series(np.ones(100)), []) == Backtests(0, 0, None, 1)
