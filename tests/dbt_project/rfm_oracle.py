"""What RFM must say of a shop's customers, in plain Python from the definitions."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from tests.dbt_project.oracle import Order
from tests.dbt_project.retention_oracle import Known


@dataclass(frozen=True)
class Rfm:
    """A customer as `customer_rfm` and its history must have one."""

    as_of_on: date
    recency_days: int
    frequency: int
    monetary_amount: Decimal
    r_score: int
    f_score: int
    m_score: int
    segment: str
    is_top_1_pct: bool


def rfm(found: Iterable[Order], as_of: date) -> dict[str, Rfm]:
    """Return every customer who had ordered by the end of a day."""
    last: dict[str, date] = {}
    frequency: Counter[str] = Counter()
    money: dict[str, Decimal] = defaultdict(Decimal)
    for order in found:
        customer, day = order.customer_id, order.ordered_on
        if customer is None or day is None or day > as_of:
            continue
        money[customer] += order.order_amount
        if order.counts:
            frequency[customer] += 1
            last[customer] = max(day, last.get(customer, day))
    recency = {customer: (as_of - day).days for customer, day in last.items()}
    buyers = sorted(recency, key=lambda customer: (-money[customer], customer))
    top = set(buyers[: -(-len(buyers) // 100)])
    scored = {}
    for customer in buyers:
        r = fifth(sum(recency[o] >= recency[customer] for o in buyers), len(buyers))
        f = fifth(sum(frequency[o] <= frequency[customer] for o in buyers), len(buyers))
        m = fifth(sum(money[o] <= money[customer] for o in buyers), len(buyers))
        scored[customer] = Rfm(
            as_of_on=as_of,
            recency_days=recency[customer],
            frequency=frequency[customer],
            monetary_amount=money[customer],
            r_score=r,
            f_score=f,
            m_score=m,
            segment=segment_of(r, f, m, recency[customer]),
            is_top_1_pct=customer in top,
        )
    return scored


def fifth(no_better: int, of: int) -> int:
    """Return in which fifth is who is no worse than so many."""
    return -(-5 * no_better // of)


def segment_of(r: int, f: int, m: int | None, recency_days: int) -> str:
    """Return the segment of three scores; no money is no override."""
    if r == 1 and f == 1 and recency_days > 365:
        return "Lost"
    if r <= 2 and m == 5:
        return "Can't Lose Them"
    grid = [
        ({5}, {4, 5}, "Champions"),
        ({3, 4}, {4, 5}, "Loyal"),
        ({4, 5}, {2, 3}, "Potential Loyalist"),
        ({5}, {1}, "New"),
        ({4}, {1}, "Promising"),
        ({3}, {3}, "Need Attention"),
        ({3}, {1, 2}, "About to Sleep"),
        ({1, 2}, {3, 4}, "At Risk"),
        ({1, 2}, {5}, "Can't Lose Them"),
        ({1, 2}, {1, 2}, "Hibernating"),
    ]
    return next(name for rs, fs, name in grid if r in rs and f in fs)


History = dict[tuple[date, bool], dict[str, Rfm]]
"""Customers by the first day of a month and whether all of it is known."""


def rfm_history(known: Known, months: int) -> History:
    """Return RFM at the end of each of the last months, of the last one until now."""
    return {
        (month[0], known.is_whole(month)): rfm(
            known.orders, min(month[1], known.as_of_on)
        )
        for month in known.periods("month")[-months:]
    }


def rfm_movement(
    history: History,
) -> dict[tuple[date, str | None, str], tuple[int, Decimal]]:
    """Return customers and their money by month, segment before and segment after."""
    customers: Counter[tuple[date, str | None, str]] = Counter()
    money: dict[tuple[date, str | None, str], Decimal] = defaultdict(Decimal)
    months = sorted(history)
    for before, after in pairwise(months):
        for customer, row in history[after].items():
            earlier = history[before].get(customer)
            move = (after[0], earlier and earlier.segment, row.segment)
            customers[move] += 1
            money[move] += row.monetary_amount
    return {move: (customers[move], money[move]) for move in customers}
