"""What a unit of spend brings back, from weeks of spend and of the revenue beside it.

The return is a ratio of sums; its interval is that of the ratio estimator, whose units
are weeks (Cochran, Sampling Techniques, 1977, section 6.4). The marginal return is the
slope of a straight line through the weeks, by least squares. Both describe what went
together; neither proves that the spend brought it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.special import stdtrit

LEAST_WEEKS = 4
"""Below, weeks differ too little to say how much they do."""
LEAST_WEEKS_OF_A_SLOPE = 8
LEAST_VARIATION = 0.1
"""Standard deviation / mean of the weeks' spend below which no slope is fitted."""
CONFIDENCE = 0.95

Verdict = Literal["raise", "lower", "keep", "unknown"]


@dataclass(frozen=True)
class Interval:
    """A number and where it lies by 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Returns:
    """What spend brought back over some weeks."""

    weeks: int
    """Weeks with spend or revenue."""
    mean: Interval | None
    """Revenue / spend; None without spend, or with fewer than `LEAST_WEEKS` weeks."""
    marginal: Interval | None
    """More revenue in a week with one unit more of spend; None where weeks are too few
    or their spend too alike to tell."""


def returns(spend: Sequence[float], revenue: Sequence[float]) -> Returns:
    """Return what spend brought back.

    Args:
        spend: Money of each week.
        revenue: Money of the same weeks, as a model of attribution gives it.
    """
    weeks = [pair for pair in zip(spend, revenue, strict=True) if any(pair)]
    count = len(weeks)
    total = sum(spent for spent, _ in weeks)
    if total <= 0 or count < LEAST_WEEKS:
        return Returns(count, None, None)
    value = sum(brought for _, brought in weeks) / total
    squares = sum((brought - value * spent) ** 2 for spent, brought in weeks)
    error = math.sqrt(squares * count / (count - 1)) / total
    return Returns(count, _around(value, error, count - 1), _marginal(weeks))


def verdict(
    returned: Sequence[Returns], orders: float, break_even: float, min_orders: int
) -> Verdict:
    """Return where spend should go, by all models of attribution together.

    Raised is what pays in every model even at the low end, unless weeks with more spend
    surely brought less than it costs; lowered is what does not pay in any model even at
    the high end. The rest is kept: it may pay or not.

    Args:
        returned: Of each model.
        orders: Fewest that any model attributes.
        break_even: Return at which spend pays.
        min_orders: Orders below which nothing is said.
    """
    means = [one.mean for one in returned if one.mean is not None]
    if not returned or len(means) < len(returned) or orders < min_orders:
        return "unknown"
    if all(mean.high < break_even for mean in means):
        return "lower"
    is_spent = any(
        one.marginal is not None and one.marginal.high < break_even for one in returned
    )
    if all(mean.low > break_even for mean in means) and not is_spent:
        return "raise"
    return "keep"


def _marginal(weeks: Sequence[tuple[float, float]]) -> Interval | None:
    count = len(weeks)
    if count < LEAST_WEEKS_OF_A_SLOPE:
        return None
    spent = sum(spend for spend, _ in weeks) / count
    brought = sum(revenue for _, revenue in weeks) / count
    spread = sum((spend - spent) ** 2 for spend, _ in weeks)
    if math.sqrt(spread / count) < LEAST_VARIATION * spent:
        return None
    together = sum((s - spent) * (r - brought) for s, r in weeks)
    slope = together / spread
    squares = sum((r - brought - slope * (s - spent)) ** 2 for s, r in weeks)
    error = math.sqrt(squares / (count - 2) / spread)
    return _around(slope, error, count - 2)


def _around(value: float, error: float, freedom: int) -> Interval:
    reach = float(stdtrit(freedom, (1 + CONFIDENCE) / 2)) * error
    return Interval(value, value - reach, value + reach)
