"""What is said of an alert, on its page, on the command line and in messages."""

from collections.abc import Callable

from dashboards.formats import NOTHING, day, period_name, share
from dashboards.kpis.units import Written
from warehouse.alerts.judging import WEEKS, Judgement
from warehouse.metrics.units import Unit
from warehouse.settings.alerts import Alert

_SPREAD_WORDS = {"low": "much", "medium": "clearly", "high": "somewhat"}
_SIDES = {
    "below": "less",
    "above": "more",
    "both": "more or less",
    None: "more or less",
}


def judged_words(found: Judgement, currency: str) -> str:
    """Return what was found of a number: ``$30.00 on 5 May 2024, below $120``.

    What cannot be said is said with its reason.
    """
    if found.verdict in ("unknown", "broken") or found.value is None:
        return found.why or "it has no value"
    if found.subject is not None:
        return _goal_words(found, currency)
    value = _writer(found, currency)(found.value)
    return f"{value} {period_words(found)}, {range_words(found, currency)}"


def range_words(found: Judgement, currency: str) -> str:
    """Return what a value is held against: ``below $120``, ``not below $120``."""
    write = _writer(found, currency)
    value, low, high = found.value, found.low, found.high
    usual = (
        "" if found.usual is None else f"; usual for the weekday: {write(found.usual)}"
    )
    what = "a usual " if found.usual is not None else ""
    if value is None:
        return "no value"
    if low is not None and value < low:
        return f"below {what}{write(low)}{usual}"
    if high is not None and value > high:
        return f"above {what}{write(high)}{usual}"
    if low is not None and high is not None:
        return f"between {what}{write(low)} and {write(high)}{usual}"
    if low is not None:
        return f"not below {what}{write(low)}{usual}"
    return f"not above {what}{write(high)}{usual}"


def period_words(found: Judgement) -> str:
    """Return such as ``on 5 May 2024`` or ``in May 2024``; nothing without a period."""
    if found.first_on is None or found.last_on is None:
        return ""
    if found.first_on == found.last_on:
        return f"on {day(found.first_on)}"
    return f"in {period_name(found.first_on, found.last_on)}"


def rule_words(alert: Alert, unit: str, currency: str) -> str:
    """Return when an alert fires: ``revenue by week is below $120``.

    Args:
        alert: Whose rule.
        unit: Of its numbers.
        currency: Of the shop.
    """
    if alert.kind == "goal":
        if alert.chance_below is None:
            return f"the goal {alert.goal} is more likely missed than met"
        chance = share(alert.chance_below)
        return f"the chance to meet the goal {alert.goal} is below {chance}"
    where = f" where {alert.where}" if alert.where else ""
    if alert.kind == "anomaly":
        words = _SPREAD_WORDS.get(str(alert.sensitivity or "medium"))
        spreads = f", by over {alert.spreads:g} usual spreads" if words is None else ""
        return (
            f"{alert.formula}{where} of a day is {words or ''} {_SIDES[alert.side]} "
            f"than on the same weekdays of {WEEKS} weeks before{spreads}"
        ).replace("  ", " ")
    write = Written(Unit.named(unit), currency, [alert.below, alert.above]).text
    bounds = [
        f"{word} {write(bound)}"
        for word, bound in (("below", alert.below), ("above", alert.above))
        if bound is not None
    ]
    return f"{alert.formula}{where} by {alert.period} is {' or '.join(bounds)}"


def _writer(found: Judgement, currency: str) -> Callable[[float | None], str]:
    """Return what writes the numbers of a judgement, all of them in one way.

    Short, unless a value would then read like the bound that it passes.
    """
    values = [found.value, found.low, found.high, found.usual]
    written = Written(Unit.named(found.unit), currency, values)

    def exact(value: float | None) -> str:
        if value is None:
            return NOTHING
        return f"{100 * value:,.10g}%" if written.is_share else f"{value:,.10g}"

    bounds = [one for one in (found.low, found.high) if one not in (None, found.value)]
    is_alike = written.text(found.value) in map(written.text, bounds)
    return exact if is_alike else written.text


def _goal_words(found: Judgement, currency: str) -> str:
    write = _writer(found, currency)
    target = write(found.low if found.low is not None else found.high)
    bound = "at least" if found.low is not None else "at most"
    period = period_words(found)
    if found.chance is None:
        return (
            f"{found.subject} {period}: {write(found.value)}, {bound} {target} wanted"
        )
    return (
        f"{found.subject} {period}: {write(found.value)} expected, {bound} {target} "
        f"wanted; a chance of {share(found.chance)} to meet it"
    )
