"""What the marts must say of who comes back, in plain Python from the definitions.

A period is a pair of days, customers are sets: every rule stands where it can be read
beside its definition.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from persiantools.jdatetime import JalaliDate

from tests.dbt_project.oracle import Order
from tests.dbt_project.rfm_oracle import Rfm, rfm

KINDS = ("week", "month", "quarter", "year")
Period = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class Calendar:
    """When a shop's weeks, months, quarters and years begin."""

    first_weekday: int
    """0 for Monday."""
    is_jalali: bool

    def start(self, kind: str, day: date) -> date:
        """Return the first day of the period that a day lies in."""
        if kind == "week":
            return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)
        own = JalaliDate(day) if self.is_jalali else day
        month = {"month": own.month, "quarter": own.month - (own.month - 1) % 3}
        start = own.replace(month=month.get(kind, 1), day=1)
        return start.to_gregorian() if isinstance(start, JalaliDate) else start

    def periods(self, kind: str, first: date, last: date) -> list[Period]:
        """Return all periods that have a day from one to another, if any."""
        if first > last:
            return []
        into_next = {"week": 7, "month": 32, "quarter": 95, "year": 370}[kind]
        starts = [self.start(kind, first)]
        while starts[-1] <= last:
            starts.append(self.start(kind, starts[-1] + timedelta(days=into_next)))
        return [
            (start, following - timedelta(days=1))
            for start, following in pairwise(starts)
        ]


@dataclass(frozen=True)
class Purchase:
    """An order of a customer on a known day."""

    customer_id: str
    on: date
    amount: Decimal
    counts: bool


@dataclass(frozen=True)
class Known:
    """What is known of a shop: its customers' orders, and on which days."""

    orders: tuple[Order, ...]
    first_on: date
    as_of_on: date
    calendar: Calendar

    @property
    def purchases(self) -> list[Purchase]:
        """All until the end of the last complete day."""
        return [
            Purchase(
                order.customer_id, order.ordered_on, order.order_amount, order.counts
            )
            for order in self.orders
            if order.customer_id is not None
            and order.ordered_on is not None
            and order.ordered_on <= self.as_of_on
        ]

    def periods(self, kind: str) -> list[Period]:
        """Return the periods from the first known day to the last."""
        return self.calendar.periods(kind, self.first_on, self.as_of_on)

    def is_whole(self, period: Period) -> bool:
        """Whether all days of a period are known."""
        return self.first_on <= period[0] and period[1] <= self.as_of_on

    def active(self, period: Period) -> set[str]:
        """Return who ordered in a period."""
        return {one.customer_id for one in self._within(period) if one.counts}

    def revenue(self, period: Period, customers: set[str]) -> Decimal:
        """Return what customers brought in a period, less what they gave back."""
        brought = (o.amount for o in self._within(period) if o.customer_id in customers)
        return sum(brought, Decimal(0))

    def won(self, period: Period) -> set[str]:
        """Return who ordered in a period and never before it."""
        before = {
            o.customer_id for o in self.purchases if o.counts and o.on < period[0]
        }
        return self.active(period) - before

    def _within(self, period: Period) -> Iterable[Purchase]:
        return (one for one in self.purchases if period[0] <= one.on <= period[1])


@dataclass(frozen=True)
class Retention:
    """A period as `kpi_retention` must have it."""

    period_end_on: date
    is_complete: bool
    customers_at_start: int | None
    customers_won: int
    customers_at_end: int
    customers_retained: int | None
    classic_retention_pct: float | None
    returning_retention_pct: float | None
    retained_revenue_amount: Decimal | None


def retention(known: Known) -> dict[tuple[str, date], Retention]:
    """Return the rates of every period by its kind and first day."""
    rows = {}
    for kind in KINDS:
        before: Period | None = None
        for period in known.periods(kind):
            start = None if before is None else known.active(before)
            end, won = known.active(period), known.won(period)
            kept = None if start is None else start & end
            rows[kind, period[0]] = Retention(
                period_end_on=period[1],
                is_complete=before is not None
                and known.is_whole(before)
                and known.is_whole(period),
                customers_at_start=None if start is None else len(start),
                customers_won=len(won),
                customers_at_end=len(end),
                customers_retained=None if kept is None else len(kept),
                classic_retention_pct=100 * (len(end) - len(won)) / len(start)
                if start
                else None,
                returning_retention_pct=100 * len(start & end) / len(start)
                if start
                else None,
                retained_revenue_amount=None
                if kept is None
                else known.revenue(period, kept),
            )
            before = period
    return rows


@dataclass(frozen=True)
class Cell:
    """A cell of the cohort matrix as `kpi_cohort_retention` must have it."""

    period_start_on: date
    cohort_customers: int
    active_customers: int
    retention_pct: float
    revenue_amount: Decimal
    is_complete: bool


def cohorts(known: Known) -> dict[tuple[str, date, int], Cell]:
    """Return the cells by kind of period, cohort and periods later."""
    cells = {}
    for kind in KINDS:
        periods = known.periods(kind)
        for number, cohort in enumerate(periods):
            members = known.won(cohort)
            for later, period in enumerate(periods[number:]):
                if members:
                    active = known.active(period) & members
                    cells[kind, cohort[0], later] = Cell(
                        period_start_on=period[0],
                        cohort_customers=len(members),
                        active_customers=len(active),
                        retention_pct=100 * len(active) / len(members),
                        revenue_amount=known.revenue(period, members),
                        is_complete=known.is_whole(cohort) and known.is_whole(period),
                    )
    return cells


@dataclass(frozen=True)
class Lifecycle:
    """A period as `kpi_lifecycle` must have it."""

    period_end_on: date
    is_complete: bool
    active_customers: int
    new_customers: int
    returning_customers: int
    resurrected_customers: int
    dormant_customers: int


def lifecycle(known: Known) -> dict[tuple[str, date], Lifecycle]:
    """Return who was active how in every period, by its kind and first day."""
    rows = {}
    for kind in KINDS:
        before: Period | None = None
        for period in known.periods(kind):
            earlier = set() if before is None else known.active(before)
            active, new = known.active(period), known.won(period)
            rows[kind, period[0]] = Lifecycle(
                period_end_on=period[1],
                is_complete=before is not None
                and known.is_whole(before)
                and known.is_whole(period),
                active_customers=len(active),
                new_customers=len(new),
                returning_customers=len(active & earlier),
                resurrected_customers=len(active - new - earlier),
                dormant_customers=len(earlier - active),
            )
            before = period
    return rows


@dataclass(frozen=True)
class Stage:
    """A customer as `customer_lifecycle` must have one."""

    as_of_on: date
    stage: str
    first_ordered_on: date
    last_ordered_on: date
    recency_days: int
    orders: int
    revenue_amount: Decimal


def stages(
    known: Known, onboarding_days: int, active_days: int, lost_days: int
) -> dict[str, Stage]:
    """Return the stage of life of everybody who ordered."""
    days: dict[str, list[date]] = defaultdict(list)
    money: dict[str, Decimal] = defaultdict(Decimal)
    for one in known.purchases:
        money[one.customer_id] += one.amount
        if one.counts:
            days[one.customer_id].append(one.on)
    rows = {}
    for customer, ordered in days.items():
        since_last = (known.as_of_on - max(ordered)).days
        since_first = (known.as_of_on - min(ordered)).days
        if since_last > lost_days:
            stage = "lost"
        elif since_last > active_days:
            stage = "cooling"
        elif since_first <= onboarding_days:
            stage = "onboarding"
        else:
            stage = "active"
        rows[customer] = Stage(
            as_of_on=known.as_of_on,
            stage=stage,
            first_ordered_on=min(ordered),
            last_ordered_on=max(ordered),
            recency_days=since_last,
            orders=len(ordered),
            revenue_amount=money[customer],
        )
    return rows


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
