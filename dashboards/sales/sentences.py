"""Titles that carry the answer on sales: numbers in, one sentence out.

Revenue is orders times average order value, so the logarithms of both add up to that
of revenue, and the larger of the two explains most of a change.
"""

from collections.abc import Mapping, Sequence
from math import log

from dashboards.formats import change, counted, money, sentence_case, share

Totals = Mapping[str, float]
"""revenue, orders, customers and units of one window."""

_DAYS = (
    *("Mondays", "Tuesdays", "Wednesdays", "Thursdays"),
    *("Fridays", "Saturdays", "Sundays"),
)
_STEADY = 0.005
"""Changes below half a percent are none."""


def revenue_sentence(now: Totals, before: Totals | None, currency: str) -> str:
    """Return how revenue went against the compared window, and why; or what it was."""
    amount = money(now["revenue"], currency)
    if before is None or before["revenue"] <= 0:
        return f"Revenue was {amount} from {counted(round(now['orders']), 'order')}"
    difference = now["revenue"] / before["revenue"] - 1
    if abs(difference) < _STEADY:
        return f"Revenue held steady at {amount}"
    verb = "rose" if difference > 0 else "fell"
    size = (change(now["revenue"], before["revenue"]) or "").lstrip("+-")
    return f"Revenue {verb} {size} to {amount}{_reason(now, before)}"


def departments_sentence(departments: Sequence[tuple[str, float]]) -> str:
    """Return which department brings most, with its share; rows are (name, revenue)."""
    total = sum(revenue for _, revenue in departments)
    if not departments or total <= 0:
        return "No revenue by department"
    name, revenue = departments[0]
    return f"{sentence_case(name)} brings {share(revenue / total)} of revenue"


def hours_sentence(hours: Sequence[tuple[int, int, int]]) -> str:
    """Return the busiest hour of the week; rows are (weekday, hour, orders)."""
    if not hours:
        return "No orders in these days"
    weekday, hour, _ = max(hours, key=lambda row: row[2])
    return f"Busiest: {_DAYS[weekday - 1]}, {hour:02}:00 to {(hour + 1) % 24:02}:00"


def new_customers_sentence(new: int, customers: int) -> str:
    """Return how many of the period's customers ordered for the first time."""
    if customers == 0:
        return "No customers with an id in these days"
    verb = "was" if new == 1 else "were"
    return f"{new:,} of {counted(customers, 'customer')} {verb} new"


def _reason(now: Totals, before: Totals) -> str:
    if not (now["orders"] and before["orders"] and now["revenue"] > 0):
        return ""
    by_count = log(now["orders"] / before["orders"])
    by_value = log(now["revenue"] / before["revenue"]) - by_count
    causes = [
        (by_count, "more orders" if by_count > 0 else "fewer orders"),
        (by_value, "larger orders" if by_value > 0 else "smaller orders"),
    ]
    (main, words), (other, other_words) = sorted(
        causes, key=lambda cause: -abs(cause[0])
    )
    if abs(other) < _STEADY:
        return f"; {words} explain it"
    if main * other < 0:
        return f": {words}, although {other_words}"
    return f"; {words} explain most of it"
