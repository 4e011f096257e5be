"""What the marts must say about a shop, in plain Python from the definitions.

Written from the metric definitions, not from the models, and slow where that makes it
plainer: every rule stands where it can be read beside its definition.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

Key = tuple[str, str]
"""Source and the source's id of an order."""


@dataclass(frozen=True)
class Header:
    """A version of an order's header; later ones stand later in the shop."""

    source: str
    order_id: str
    customer_id: str | None
    ordered_at: datetime
    status: str | None
    order_amount: Decimal | None
    discount_amount: Decimal | None


@dataclass(frozen=True)
class Line:
    """A line of an order."""

    source: str
    order_id: str
    product_id: str | None
    customer_id: str | None
    ordered_at: datetime | None
    quantity: Decimal | None
    unit_price: Decimal | None
    line_amount: Decimal | None
    discount_amount: Decimal | None


@dataclass(frozen=True)
class Shop:
    """All that sources say, and when it was loaded."""

    zone: ZoneInfo
    loaded_at: datetime
    headers: tuple[Header, ...]
    lines: tuple[Line, ...]
    departments: dict[str, str] = field(default_factory=dict)
    cancelled: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()

    def day(self, at: datetime) -> date:
        """Return the shop's day of a UTC time."""
        return at.astimezone(self.zone).date()


@dataclass(frozen=True)
class Order:
    """An order as `fct_orders` must have it."""

    customer_id: str | None
    ordered_at: datetime | None
    ordered_on: date | None
    order_amount: Decimal
    discount_amount: Decimal
    units: Decimal
    line_count: int
    is_cancelled: bool
    is_return: bool

    @property
    def counts(self) -> bool:
        """Whether it is an order in the word's sense: not cancelled, no pure return."""
        return not self.is_cancelled and not self.is_return


def orders(shop: Shop) -> dict[str, Order]:
    """Return every order by its id."""
    headers = {(header.source, header.order_id): header for header in shop.headers}
    lines: dict[Key, list[Line]] = defaultdict(list)
    for line in shop.lines:
        lines[_order_of(line, shop)].append(line)
    keys = list(dict.fromkeys([*headers, *lines]))
    claims = Counter(order_id for _, order_id in keys)
    return {
        f"{source}:{order_id}" if claims[order_id] > 1 else order_id: _order(
            headers.get((source, order_id)), lines[source, order_id], shop
        )
        for source, order_id in keys
    }


def _order_of(line: Line, shop: Shop) -> Key:
    """A line belongs to its own source's orders, or to a file of headers only."""
    if any(header.source == line.source for header in shop.headers):
        return line.source, line.order_id
    with_lines = {other.source for other in shop.lines}
    claiming = {
        header.source
        for header in shop.headers
        if header.order_id == line.order_id and header.source not in with_lines
    }
    return (claiming.pop() if len(claiming) == 1 else line.source), line.order_id


def _order(header: Header | None, lines: list[Line], shop: Shop) -> Order:
    times = [line.ordered_at for line in lines if line.ordered_at is not None]
    at = min(times) if times else header.ordered_at if header else None
    discounts = [
        line.discount_amount for line in lines if line.discount_amount is not None
    ]
    if lines:
        amount = sum((_amount(line) for line in lines), Decimal(0))
        signs = {_sign(_amount(line)) or _sign(_quantity(line)) for line in lines}
        is_return = -1 in signs and 1 not in signs
    else:
        amount = (header.order_amount if header else None) or Decimal(0)
        is_return = amount < 0
    if discounts:
        discount = sum(discounts, Decimal(0))
    else:
        discount = (header.discount_amount if header else None) or Decimal(0)
    return Order(
        customer_id=(header.customer_id if header else None) or _first_customer(lines),
        ordered_at=at,
        ordered_on=None if at is None else shop.day(at),
        order_amount=amount,
        discount_amount=discount,
        units=sum((_units(line, shop) for line in lines), Decimal(0)),
        line_count=len(lines),
        is_cancelled=bool(
            header and header.status and header.status.lower() in shop.cancelled
        ),
        is_return=is_return,
    )


def _first_customer(lines: list[Line]) -> str | None:
    named = [
        (line.ordered_at or datetime.max.replace(tzinfo=UTC), line.customer_id)
        for line in lines
        if line.customer_id is not None
    ]
    return min(named)[1] if named else None


def _quantity(line: Line) -> Decimal:
    if line.quantity is not None:
        return line.quantity
    returned = line.line_amount is not None and line.line_amount < 0
    return Decimal(-1 if returned else 1)


def _amount(line: Line) -> Decimal:
    if line.line_amount is not None:
        return line.line_amount
    if line.unit_price is None:
        return Decimal(0)
    exact = _quantity(line) * line.unit_price
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _units(line: Line, shop: Shop) -> Decimal:
    department = shop.departments.get(line.product_id or "", "")
    return Decimal(0) if department.lower() in shop.excluded else _quantity(line)


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)


@dataclass(frozen=True)
class Day:
    """A day as `kpi_daily_sales` must have it."""

    orders: int = 0
    customers: int = 0
    units: Decimal = Decimal(0)
    revenue_amount: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)


def daily_sales(found: Iterable[Order]) -> dict[date, Day]:
    """Return every day from the first order to the last."""
    by_day: dict[date, list[Order]] = defaultdict(list)
    for order in found:
        if order.ordered_on is not None:
            by_day[order.ordered_on].append(order)
    if not by_day:
        return {}
    first, last = min(by_day), max(by_day)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return {day: _day(by_day[day]) for day in days}


def _day(found: list[Order]) -> Day:
    counted = [order for order in found if order.counts]
    return Day(
        orders=len(counted),
        customers=len({order.customer_id for order in counted} - {None}),
        units=sum((order.units for order in found), Decimal(0)),
        revenue_amount=sum((order.order_amount for order in found), Decimal(0)),
        discount_amount=sum((order.discount_amount for order in found), Decimal(0)),
    )


def known_days(found: Iterable[Order], shop: Shop) -> tuple[date, date] | None:
    """Return the first and the last day that orders are known of as a whole.

    A day is over once the shop's orders were loaded on a later one; where no day of an
    order is, the last one must do. None without a day.
    """
    days = [order.ordered_on for order in found if order.ordered_on is not None]
    loaded_on = shop.day(shop.loaded_at)
    complete = [day for day in days if day < loaded_on]
    return (min(days), max(complete or days)) if days else None
