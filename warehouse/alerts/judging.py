"""What an alert's rule says of numbers: bad, well, or nothing that can be said.

A day is unlike its kind when it lies further from the median of the same weekdays
before it than some spreads; a spread is their median absolute deviation, scaled to a
standard deviation (Hampel's identifier). Medians stay where they are although some of
these days were unlike others themselves.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import Literal

from pydantic import BaseModel

from warehouse.metrics.kpi_course import Period
from warehouse.outlook import Outlook
from warehouse.settings.alerts import Alert

Verdict = Literal["firing", "quiet", "unknown", "broken"]
"""Unknown: not enough data. Broken: the alert cannot be computed."""

WEEKS = 12
"""Back that the same weekdays are looked at."""
FEWEST = 6
"""Of these days that need a value."""
TO_DEVIATION = 1.4826
"""Median absolute deviation to standard deviation of a normal distribution."""
LEAST_SPREAD = 0.05
"""Of the usual value: days that were all but equal make no small step an anomaly."""


class Judgement(BaseModel, frozen=True):
    """What a rule says of one period, or of a goal."""

    verdict: Verdict
    first_on: date | None = None
    """First and last day of the period; None where there is none to judge."""
    last_on: date | None = None
    value: float | None = None
    """What it came to; of a goal, what it is expected to come to."""
    low: float | None = None
    """What lies below is bad."""
    high: float | None = None
    usual: float | None = None
    """The median of the same weekdays."""
    chance: float | None = None
    """Of a goal: that it is met, from 0 to 1."""
    subject: str | None = None
    """Of a goal: its title."""
    unit: str = "ratio"
    why: str | None = None
    """Of unknown and broken ones: one sentence."""


def judge_periods(
    alert: Alert, periods: Sequence[Period], unit: str
) -> list[Judgement]:
    """Return what the rule of a threshold or an anomaly says of each whole period.

    Args:
        alert: The rule.
        periods: Oldest first.
        unit: Of their values.

    Returns:
        Oldest first; the last one is what holds now. Empty case: one that is unknown.
    """
    whole = [period for period in periods if period.is_whole]
    if not whole:
        why = f"no {alert.period} is whole yet"
        return [Judgement(verdict="unknown", unit=unit, why=why)]
    values = {period.first_on: period.value for period in whole}
    return [_judge(alert, period, values, unit) for period in whole]


def judge_goal(alert: Alert, outlook: Outlook | None) -> Judgement:
    """Return what the outlook says of the goal of an alert."""
    name = alert.goal or ""
    if outlook is None:
        why = "the goals have no outlook yet; the next `karvan run` computes it"
        return Judgement(verdict="unknown", why=why)
    if problem := outlook.problems.get(name):
        return Judgement(verdict="broken", why=f"the goal {name}: {problem}")
    goal = next((one for one in outlook.goals if one.name == name), None)
    if goal is None:
        why = f"there is no goal {name}; name a file of goals/"
        return Judgement(verdict="broken", why=why)
    forecast = goal.forecast
    chance = forecast.chance if forecast is not None else None
    is_bad = goal.is_at_risk
    if alert.chance_below is not None and not goal.is_over:
        is_bad = None if chance is None else chance < alert.chance_below
    verdict: Verdict = "firing" if is_bad else "quiet"
    why = None
    if is_bad is None:
        verdict = "unknown"
        why = goal.why_no_forecast or "nobody can say yet whether it will be met"
    is_up = goal.direction == "up"
    return Judgement(
        verdict=verdict,
        first_on=goal.first_on,
        last_on=goal.last_on,
        value=goal.actual if goal.is_over or forecast is None else forecast.value,
        low=goal.target if is_up else None,
        high=None if is_up else goal.target,
        chance=None if goal.is_over else chance,
        subject=goal.title,
        unit=goal.unit,
        why=why,
    )


def usual_range(
    day: date, values: dict[date, float | None], spreads: float
) -> tuple[float, float, float] | None:
    """Return the usual value of a day, and between what it lies usually.

    Args:
        day: The day; the same weekdays of the `WEEKS` before it are looked at.
        values: By day.
        spreads: How many the range reaches to each side.

    Returns:
        Median, lower and upper end; None where fewer than `FEWEST` such days have a
        value, or where they are all 0, so that nothing would be usual.
    """
    before = [values.get(day - timedelta(weeks=back)) for back in range(1, WEEKS + 1)]
    known = [value for value in before if value is not None]
    if len(known) < FEWEST:
        return None
    usual = median(known)
    deviation = TO_DEVIATION * median(abs(value - usual) for value in known)
    spread = max(deviation, LEAST_SPREAD * abs(usual))
    if spread == 0:
        return None
    return usual, usual - spreads * spread, usual + spreads * spread


def _judge(
    alert: Alert, period: Period, values: dict[date, float | None], unit: str
) -> Judgement:
    low, high, usual = alert.below, alert.above, None
    why = None
    if alert.kind == "anomaly":
        found = usual_range(period.first_on, values, alert.spreads)
        if found is None:
            why = (
                f"not enough data: it takes {FEWEST} of the same weekdays in the "
                f"{WEEKS} weeks before with a value, and not only zeros"
            )
        else:
            usual, low, high = found
            low = None if alert.side == "above" else low
            high = None if alert.side == "below" else high
    value = period.value
    if value is None:
        why = "it has no value: a part has no data, or it divides by 0"
    is_bad = value is not None and (
        (low is not None and value < low) or (high is not None and value > high)
    )
    return Judgement(
        verdict="unknown" if why else "firing" if is_bad else "quiet",
        first_on=period.first_on,
        last_on=period.last_on,
        value=value,
        low=low,
        high=high,
        usual=usual,
        unit=unit,
        why=why,
    )
