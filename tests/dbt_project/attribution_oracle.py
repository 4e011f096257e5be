"""What attribution must say of a shop, in plain Python from the definitions.

Written from the metric definitions, not from the models. A visit is one session by
construction: visits of a browser are hours apart.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

MODELS = ("first", "last", "last_non_direct", "linear", "position")
NO_TOUCH, NO_ORDER = "no touch known", "returned or cancelled"


@dataclass(frozen=True)
class Visit:
    """A session of a browser."""

    browser: str
    at: datetime
    channel: str
    campaign: str | None
    """What its link says."""
    user: str | None
    """Who is signed in."""
    ordered: str | None
    """Order that is completed five minutes after it begins."""
    is_report: bool
    """Whether it is that order alone: told by a server, and nobody looks at a page."""


@dataclass(frozen=True)
class Order:
    """An order as the shop's system has it."""

    order_id: str
    customer: str | None
    at: datetime
    amount: Decimal
    is_cancelled: bool

    @property
    def counts(self) -> bool:
        """Whether it is neither cancelled nor a return."""
        return not self.is_cancelled and self.amount >= 0


@dataclass(frozen=True)
class Spend:
    """A row of a bill."""

    on: date
    channel: str
    campaign: str | None
    amount: Decimal


@dataclass(frozen=True)
class Shop:
    """All that is known of a shop."""

    zone: ZoneInfo
    lookback: timedelta
    owners: dict[str, str]
    """Browser to its customer."""
    visits: tuple[Visit, ...]
    orders: tuple[Order, ...]
    spend: tuple[Spend, ...]
    campaigns: dict[str, str | None]
    """Id to name."""

    def campaign(self, said: str | None) -> str | None:
        """Return the id of the campaign that a link or a bill means."""
        if said is None:
            return None
        for key in self.campaigns:
            if key.lower() == said.lower():
                return key
        named = [
            key
            for key, name in self.campaigns.items()
            if name is not None and name.lower() == said.lower()
        ]
        return named[0] if len(named) == 1 else said


def touches(shop: Shop, order: Order) -> list[Visit]:
    """Return the visits that led to an order, the earliest first."""
    if not order.counts:
        return []
    real = [visit for visit in shop.visits if not (visit.is_report and visit.ordered)]
    inside = [
        visit
        for visit in real
        if visit.ordered == order.order_id
        and order.at - shop.lookback <= visit.at <= order.at + timedelta(days=1)
    ]
    browsers = {visit.browser for visit in inside}
    found = list(inside)
    for visit in real:
        if not order.at - shop.lookback <= visit.at <= order.at:
            continue
        owner = visit.user or shop.owners.get(visit.browser)
        is_theirs = (
            visit.browser in browsers
            if order.customer is None
            else owner == order.customer
        )
        if is_theirs and visit not in found:
            found.append(visit)
    return sorted(found, key=lambda visit: visit.at)


def credits(channels: list[str], model: str) -> list[Fraction]:
    """Return what each touch gets of one order, by the channels of all of them."""
    count = len(channels)
    winner = {"first": 0, "last": count - 1}.get(model)
    if model == "last_non_direct":
        others = [n for n, channel in enumerate(channels) if channel != "direct"]
        winner = others[-1] if others else count - 1
    if winner is not None:
        return [Fraction(int(n == winner)) for n in range(count)]
    if model == "linear" or count <= 2:
        return [Fraction(1, count)] * count
    inner = Fraction(1, 5) / (count - 2)
    return [Fraction(2, 5), *[inner] * (count - 2), Fraction(2, 5)]


Key = tuple[date, str, str, str | None]


def attribution(shop: Shop) -> dict[Key, tuple[Fraction, Fraction, Decimal]]:
    """Return orders, revenue and spend by day, model, channel and campaign."""
    orders: dict[Key, Fraction] = defaultdict(Fraction)
    revenue: dict[Key, Fraction] = defaultdict(Fraction)
    spend: dict[Key, Decimal] = defaultdict(Decimal)
    for order in shop.orders:
        day = order.at.astimezone(shop.zone).date()
        led = touches(shop, order)
        for model in MODELS:
            shares = credits([visit.channel for visit in led], model) if led else []
            for visit, share in zip(led, shares, strict=True):
                if share:
                    key = day, model, visit.channel, shop.campaign(visit.campaign)
                    orders[key] += share
                    revenue[key] += share * Fraction(order.amount)
            if not led:
                key = day, model, NO_TOUCH if order.counts else NO_ORDER, None
                orders[key] += int(order.counts)
                revenue[key] += Fraction(order.amount)
    for row in shop.spend:
        for model in MODELS:
            spend[row.on, model, row.channel, shop.campaign(row.campaign)] += row.amount
    keys = orders.keys() | spend.keys()
    return {key: (orders[key], revenue[key], spend[key]) for key in keys}
