"""Returns on spend: known answers, what cannot be told, and how often they hold."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from science.advertising import Interval, Returns, returns, verdict

MONEY = st.floats(0, 1e6, allow_nan=False).map(lambda value: round(value, 2))


def test_a_return_is_a_ratio_of_sums_with_the_interval_of_its_weeks() -> None:
    """By hand: 4 weeks, spend 10 each, revenue 10, 20, 30, 40: 100 / 40 = 2.5.

    Residuals -15, -5, 5, 15: squares 500; error sqrt(500 x 4 / 3) / 40 = 0.645497;
    Student's t of 3 degrees of freedom is 3.182446.
    """
    found = returns([10, 10, 10, 10], [10, 20, 30, 40])
    assert found.mean is not None
    assert found.mean.value == 2.5
    reach = 3.182446 * math.sqrt(500 * 4 / 3) / 40
    assert found.mean.high == pytest.approx(2.5 + reach, abs=1e-5)
    assert found.mean.low == pytest.approx(2.5 - reach, abs=1e-5)
    assert found.marginal is None


def test_a_marginal_return_is_the_slope_through_the_weeks() -> None:
    spend = [10.0, 20, 30, 40, 50, 60, 70, 80]
    found = returns(spend, [100 + 3 * value for value in spend])
    assert found.marginal is not None
    assert found.marginal.value == pytest.approx(3)
    assert found.marginal.high == pytest.approx(3)
    assert returns([10.0] * 8, spend).marginal is None


@pytest.mark.parametrize(
    ("spend", "revenue"),
    [([], []), ([0, 0], [5, 5]), ([5], [5]), ([0] * 9, [0] * 9), ([-5, 2], [1, 1])],
)
def test_too_little_has_no_return(spend: list[float], revenue: list[float]) -> None:
    found = returns(spend, revenue)
    assert found.mean is None
    assert found.marginal is None


@given(weeks=st.lists(st.tuples(MONEY, MONEY.map(lambda value: value - 1e5))))
def test_no_number_is_odd(weeks: list[tuple[float, float]]) -> None:
    found = returns([spend for spend, _ in weeks], [revenue for _, revenue in weeks])
    for one in (found.mean, found.marginal):
        if one is not None:
            assert one.low <= one.value <= one.high
            assert all(map(math.isfinite, (one.low, one.value, one.high)))


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """A return of 3 with noise: 95 % of intervals of 13 weeks hold it, or nearly."""
    chance = random.Random(1)
    held = 0
    for _ in range(1_000):
        spend = [chance.uniform(50, 150) for _ in range(13)]
        revenue = [3 * value * chance.lognormvariate(0, 0.3) for value in spend]
        truth = 3 * math.exp(0.3**2 / 2)
        mean = returns(spend, revenue).mean
        assert mean is not None
        held += mean.low <= truth <= mean.high
    assert 0.92 < held / 1_000 < 0.98


def of(low: float, high: float, marginal: tuple[float, float] | None = None) -> Returns:
    slope = None if marginal is None else Interval(sum(marginal) / 2, *marginal)
    return Returns(9, Interval((low + high) / 2, low, high), slope)


@pytest.mark.parametrize(
    ("returned", "orders", "expected"),
    [
        ([of(2, 3), of(1.1, 9)], 30, "raise"),
        ([of(2, 3), of(0.9, 9)], 30, "keep"),
        ([of(0.1, 0.9), of(0.2, 0.99)], 30, "lower"),
        ([of(0.1, 0.9), of(2, 3)], 30, "keep"),
        ([of(2, 3), of(2, 3, (-1, 0.9))], 30, "keep"),
        ([of(2, 3), of(2, 3, (-1, 1.5))], 30, "raise"),
        ([of(2, 3), of(2, 3)], 29.9, "unknown"),
        ([of(2, 3), Returns(3, None, None)], 30, "unknown"),
        ([], 30, "unknown"),
    ],
)
def test_spend_is_raised_or_lowered_where_all_models_agree(
    returned: list[Returns], orders: float, expected: str
) -> None:
    assert verdict(returned, orders, 1, 30) == expected
