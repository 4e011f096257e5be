"""Forecasts of sums of days: known answers, odd series, how often intervals hold."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from science.daily_paths import NoForecastError
from science.forecasting import LEAST_DAYS, Expected, expected_total

MONDAY = date(2024, 1, 1)
WEEK = [10.0, 11.0, 12.0, 13.0, 20.0, 40.0, 5.0]


def series(values: list[float] | np.ndarray, first: date = MONDAY) -> pd.Series:
    days = pd.date_range(first, periods=len(values))
    return pd.Series(values, days, dtype=float)


def is_finite(found: Expected) -> bool:
    numbers = [found.value, found.low, found.high]
    return bool(np.isfinite(numbers).all() and np.isfinite(found.days.to_numpy()).all())


def test_a_week_that_repeats_itself_goes_on_so() -> None:
    """Ten days after a Sunday: a week of 111, and Monday to Wednesday, 33."""
    found = expected_total(series(WEEK * 8), 10, known=100)
    assert found.value == pytest.approx(244)
    assert (found.low, found.high) == (pytest.approx(244), pytest.approx(244))
    assert found.days["value"].to_list() == [*WEEK, 10, 11, 12]
    assert found.days["total"].iloc[0] == 110
    assert found.days.index[0] == pd.Timestamp(2024, 2, 26)


def test_a_week_behind_noise_is_found() -> None:
    noise = np.random.default_rng(1).normal(0, 1, 26 * 7)
    found = expected_total(series(np.tile(WEEK, 26) + noise), 28)
    assert found.value == pytest.approx(4 * sum(WEEK), rel=0.02)
    by_day = found.days["value"].to_numpy().reshape(4, 7).mean(axis=0)
    assert by_day == pytest.approx(WEEK, abs=1.5)
    assert found.days["total"].iloc[-1] == pytest.approx(found.value)


def test_an_interval_holds_about_as_often_as_it_says() -> None:
    """Of 100 series of a week and noise, the outcome lies inside about 80 times.

    By the binomial distribution fewer than 68 or more than 92 are one in a thousand.
    """
    rng, inside = np.random.default_rng(7), 0
    for _ in range(100):
        values = np.tile(WEEK, 20) + rng.normal(0, 4, 140)
        found = expected_total(series(values[:119]), 21)
        inside += found.low <= values[119:].sum() <= found.high
    assert 68 <= inside <= 92


def test_the_days_of_a_sum_hang_together() -> None:
    """A level that walks makes days ahead go wrong together.

    So the interval of the sum is wider than if days were drawn apart, and narrower than
    the days' own, added.
    """
    rng = np.random.default_rng(3)
    values = 100 + rng.normal(0, 1, 210).cumsum() + rng.normal(0, 2, 210)
    found = expected_total(series(values), 28)
    widths = (found.days["high"] - found.days["low"]).to_numpy()
    width = found.high - found.low
    assert np.sqrt((widths**2).sum()) < width < widths.sum()


def test_a_year_is_seen_where_two_are_known() -> None:
    """Three years of a wave of 365.25 days: ahead of its trough lies its rise."""
    days = np.arange(3 * 365)
    rng = np.random.default_rng(5)
    wave = 100 + 50 * np.sin(2 * np.pi * days / 365.25)
    noisy = wave + rng.normal(0, 3, len(days))
    cut = 365 * 2 + 274  # the trough of the third year
    known = expected_total(series(noisy[:cut]), 60)
    assert known.value == pytest.approx(wave[cut : cut + 60].sum(), rel=0.03)
    assert "year" in known.model
    short = expected_total(series(noisy[365 : 365 + 600]), 60)
    assert "year" not in short.model


def test_the_same_question_has_the_same_answer() -> None:
    values = series(np.random.default_rng(2).gamma(2, 5, 90))
    first, again = expected_total(values, 12), expected_total(values, 12)
    assert (first.low, first.high) == (again.low, again.high)


def test_the_chance_is_the_share_of_paths_on_the_good_side() -> None:
    found = expected_total(series(np.random.default_rng(2).gamma(2, 5, 90)), 12)
    middle = float(np.median(found.paths))
    assert found.chance(middle, is_down=False) == pytest.approx(0.5, abs=0.01)
    assert found.chance(found.high, is_down=True) == pytest.approx(0.9, abs=0.01)
    assert found.chance(found.high, is_down=False) == pytest.approx(0.1, abs=0.01)


def test_a_closed_day_bends_no_week_and_brings_what_closed_days_bring() -> None:
    values = WEEK * 9
    values[5] = 0.0  # Saturday 6 January was closed
    closed = [MONDAY + timedelta(days=5), MONDAY + timedelta(days=9 * 7 + 5)]
    found = expected_total(series(values), 7, closed=closed)
    assert found.days["value"].to_list() == [10, 11, 12, 13, 20, 0, 5]
    # None was closed before: nothing is expected of it.
    first = expected_total(series(WEEK * 9), 7, closed=closed[1:])
    assert first.value == pytest.approx(71)


def test_days_before_a_stretch_do_not_count() -> None:
    found = expected_total(series(WEEK * 8), 10, skipped=7)
    assert found.value == pytest.approx(33)
    assert len(found.days) == 3


def test_what_never_fell_takes_nothing_back() -> None:
    """Six orders in a year: a model may draw paths below nothing."""
    values = np.zeros(364)
    values[[3, 80, 150, 200, 290, 360]] = 40.0
    found = expected_total(series(values), 20, known=40)
    assert found.low >= 40
    assert found.days[["low", "total_low"]].to_numpy().min() >= 0
    assert is_finite(found)


@pytest.mark.parametrize(
    ("days", "ahead", "words"),
    [
        (0, 3, "there are 0 days of data; a forecast needs 56"),
        (LEAST_DAYS - 1, 3, "there are 55 days of data; a forecast needs 56"),
        (60, 61, "61 days are left, more than the 60 that there are data of"),
    ],
)
def test_too_few_days_are_no_forecast(days: int, ahead: int, words: str) -> None:
    with pytest.raises(NoForecastError, match=words):
        expected_total(series([1.0] * days), ahead)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([0.0, 0.0, 1.0, -5.0, 1e-9, 3.5, 1e9]),
        min_size=LEAST_DAYS,
        max_size=90,
    ),
    st.integers(1, 50),
    st.floats(-1e6, 1e9),
)
def test_whatever_days_there_are_numbers_are_finite(
    values: list[float], ahead: int, known: float
) -> None:
    found = expected_total(series(values), ahead, known)
    assert is_finite(found)
    assert found.low <= found.high
    assert len(found.days) == ahead
