"""Who stays, goes and is new, in plain Python from the definitions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import floor
from typing import Any

from tests.dbt_project.calendar_oracle import Calendar
from tests.dbt_project.oracle import Order
from tests.dbt_project.retention_oracle import Known


@dataclass(frozen=True)
class Asked:
    """The settings that decide who is looked for when, and who is gone."""

    days: tuple[int, ...] = (1, 7, 30)
    brackets: tuple[tuple[int, int], ...] = ((1, 7), (8, 30), (5, 30))
    orders_from: tuple[int, ...] = (1, 2, 4)
    gap_percentile: float = 90
    min_buyers: int = 2

    @property
    def variables(self) -> dict[str, object]:
        """What dbt is given for them."""
        return {
            "retention_days": self.days,
            "retention_brackets": self.brackets,
            "churn_orders_from": self.orders_from,
            "churn_gap_percentile": self.gap_percentile,
            "churn_min_buyers": self.min_buyers,
        }


Cells = dict[tuple[Any, ...], tuple[Any, ...]]


def cells(
    population: str,
    days_of: Mapping[str, Sequence[date]],
    span: tuple[date, date],
    calendar: Calendar,
    asked: Asked,
) -> Cells:
    """Return every cell of N-day, rolling and bracket retention.

    Args:
        population: Whose.
        days_of: The days on which each was there.
        span: The first known day and the last complete one.
        calendar: The shop's.
        asked: Days and brackets.
    """
    cohorts: dict[tuple[str, date, date], list[set[int]]] = defaultdict(list)
    for days in days_of.values():
        first = min(days)
        later = {(day - first).days for day in days}
        cohorts["day", first, first].append(later)
        for kind in ("week", "month"):
            [period] = calendar.periods(kind, first, first)
            cohorts[kind, *period].append(later)
    found: Cells = {}
    for (period, start, end), members in cohorts.items():
        wanted: list[tuple[str, int, int | None]] = []
        wanted += [("return_on", n, n) for n in asked.days]
        wanted += [("on_or_after", n, None) for n in asked.days]
        wanted += [("bracket", first, last) for first, last in asked.brackets]
        for kind, first, last in wanted:
            until = 10**6 if last is None else last
            kept = sum(any(first <= day <= until for day in later) for later in members)
            over_on = end + timedelta(days=first if last is None else last)
            found[population, period, start, kind, first, last] = (
                end,
                len(members),
                kept,
                round(100 * kept / len(members), 9),
                span[0] <= start and over_on <= span[1],
            )
    return found


def order_days(known: Known) -> dict[str, list[date]]:
    """Return the days on which each customer ordered, each day once."""
    return {who: sorted(set(days)) for who, days in known.days.items()}


def segment_of(orders: int, asked: Asked) -> str:
    """Return the segment of churn of so many orders."""
    starts = asked.orders_from
    place = max(n for n, start in enumerate(starts) if start <= orders)
    if place == len(starts) - 1:
        return f"{starts[place]}+"
    last = starts[place + 1] - 1
    return f"{starts[place]}-{last}" if last > starts[place] else str(last)


def percentile(values: Sequence[int], of_hundred: float) -> float:
    """Return the value that so many of a hundred do not exceed, between two."""
    ordered = sorted(values)
    at = (len(ordered) - 1) * of_hundred / 100
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def gaps(known: Known, asked: Asked) -> dict[str, list[tuple[str, int]]]:
    """Return who took how long to come back, by segment and for all."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for who, days in order_days(known).items():
        for orders in range(1, len(days)):
            gap = (days[orders] - days[orders - 1]).days
            found[segment_of(orders, asked)].append((who, gap))
            found["all"].append((who, gap))
    return found


def thresholds(known: Known, asked: Asked) -> dict[str, float | None]:
    """Return after how many days one is gone, by segment; None of too few."""
    found: dict[str, float | None] = {}
    learned = gaps(known, asked)
    for name in ["all", *(segment_of(start, asked) for start in asked.orders_from)]:
        of_segment = learned[name]
        is_enough = len({who for who, _ in of_segment}) >= asked.min_buyers
        days = [gap for _, gap in of_segment]
        found[name] = (
            round(percentile(days, asked.gap_percentile), 4) if is_enough else None
        )
    return found


def churn(known: Known, asked: Asked) -> dict[str, tuple[Any, ...]]:
    """Return who is gone, with whose threshold says so."""
    learned = thresholds(known, asked)
    found = {}
    for who, days in order_days(known).items():
        own = segment_of(len(days), asked)
        judge = next((name for name in (own, "all") if learned[name] is not None), None)
        threshold = learned[judge] if judge else None
        away = (known.as_of_on - days[-1]).days
        is_gone = None if threshold is None else away > threshold
        found[who] = (len(days), own, judge, _rounded(threshold), away, is_gone)
    return found


def churn_by_segment(known: Known, asked: Asked) -> dict[str, tuple[Any, ...]]:
    """Return customers, the gone, what was learned of whom, by segment and for all."""
    customers, learned = churn(known, asked), gaps(known, asked)
    if not known.periods("month"):
        return {}
    found = {}
    for name, threshold in thresholds(known, asked).items():
        there = [row for row in customers.values() if name in ("all", row[1])]
        judged = [row[5] for row in there if row[5] is not None]
        days = [gap for _, gap in learned[name]]
        found[name] = (
            len(there),
            sum(judged) if judged else None,
            round(100 * sum(judged) / len(judged), 9) if judged else None,
            len({who for who, _ in learned[name]}),
            len(days),
            *(_rounded(percentile(days, p)) if days else None for p in (50, 75, 90)),
            _rounded(threshold),
        )
    return found


def new_customers(
    known: Known, named: Mapping[str, Order]
) -> dict[date, tuple[Any, ...]]:
    """Return the quality of those who first ordered in each month.

    Args:
        known: The shop.
        named: Its orders by their ids.
    """
    firsts: dict[str, tuple[Any, str, Order]] = {}
    for name, order in _until(known, named):
        if order.counts and order.customer_id is not None:
            told = (order.ordered_at, name, order)
            firsts[order.customer_id] = min(
                firsts.get(order.customer_id, told), told, key=lambda one: one[:2]
            )
    found: dict[date, tuple[Any, ...]] = {}
    for start, end in known.periods("month"):
        won = {
            who: one
            for who, one in firsts.items()
            if start <= one[2].ordered_on <= end  # type: ignore[operator]
        }
        if not won:
            continue
        repeat, revenue = set(), Decimal(0)
        for name, order in _until(known, named):
            if order.customer_id in won:
                _, first_name, first = won[order.customer_id]
                later = (order.ordered_on - first.ordered_on).days  # type: ignore[operator]
                if 0 <= later <= 90:
                    revenue += order.order_amount
                    if order.counts and name != first_name:
                        repeat.add(order.customer_id)
        spent = sum((one[2].order_amount for one in won.values()), Decimal(0))
        found[start] = (
            end,
            len(won),
            spent,
            len(repeat),
            round(100 * len(repeat) / len(won), 9),
            revenue,
            known.is_whole((start, end)) and end + timedelta(days=90) <= known.as_of_on,
        )
    return found


def _until(known: Known, named: Mapping[str, Order]) -> Iterator[tuple[str, Order]]:
    for name, order in named.items():
        if order.ordered_on is not None and order.ordered_on <= known.as_of_on:
            yield name, order


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 9)
