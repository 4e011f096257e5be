"""A small shop with campaigns, coupons and promotions, as its sources list them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

NOT_PROMOTED = {None, "", "0"}


@dataclass(frozen=True)
class Line:
    """A line of an order."""

    product_id: str | None
    quantity: Decimal
    line_amount: Decimal
    discount_amount: Decimal


@dataclass(frozen=True)
class Order:
    """An order, whose number is its place in the shop."""

    customer_id: str | None
    store_id: str | None
    ordered_at: datetime
    is_cancelled: bool
    lines: tuple[Line, ...]

    @property
    def counts(self) -> bool:
        """Whether it is neither cancelled nor a pure return."""
        is_return = all(line.line_amount < 0 for line in self.lines)
        return not self.is_cancelled and not is_return

    @property
    def amount(self) -> Decimal:
        """What its lines are worth, in money."""
        return sum((line.line_amount for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Campaign:
    """A campaign as its source describes it."""

    campaign_id: str
    starts_on: date | None
    ends_on: date | None

    @property
    def days(self) -> list[date]:
        """Each of its days; none where its dates are missing or reversed."""
        if self.starts_on is None or self.ends_on is None:
            return []
        length = (self.ends_on - self.starts_on).days + 1
        return [self.starts_on + timedelta(days=n) for n in range(length)]


@dataclass(frozen=True)
class Membership:
    """A row of a list of members."""

    campaign_id: str
    customer_id: str
    is_holdout: bool | None


@dataclass(frozen=True)
class Coupon:
    """A coupon and who sent it."""

    coupon_id: str
    campaign_id: str | None


@dataclass(frozen=True)
class Redemption:
    """A coupon that was used."""

    customer_id: str
    coupon_id: str
    campaign_id: str | None
    redeemed_at: datetime | None


@dataclass(frozen=True)
class Promotion:
    """A row of a list of promotions; of a repeated one the later row holds."""

    product_id: str
    store_id: str | None
    week_start_on: date | None
    display: str | None
    mailer: str | None

    @property
    def key(self) -> tuple[str, str | None, date | None]:
        """Product, store and week."""
        return self.product_id, self.store_id, self.week_start_on

    @property
    def is_on_display(self) -> bool:
        """Whether it stands somewhere."""
        return self.display not in NOT_PROMOTED

    @property
    def is_in_mailer(self) -> bool:
        """Whether a mailer shows it."""
        return self.mailer not in NOT_PROMOTED

    @property
    def days(self) -> list[date]:
        """The seven days of its week; none where that is unknown."""
        if self.week_start_on is None:
            return []
        return [self.week_start_on + timedelta(days=n) for n in range(7)]


@dataclass(frozen=True)
class Shop:
    """All that sources say, and when it was loaded; weeks begin on Monday."""

    zone: ZoneInfo
    loaded_at: datetime
    orders: tuple[Order, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    memberships: tuple[Membership, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    redemptions: tuple[Redemption, ...] = ()
    promotions: tuple[Promotion, ...] = ()

    def day(self, at: datetime) -> date:
        """Return the shop's day of a UTC time."""
        return at.astimezone(self.zone).date()

    @cached_property
    def known_days(self) -> tuple[date, date] | None:
        """The first and the last day that orders are known of as a whole."""
        days = {self.day(order.ordered_at) for order in self.orders}
        if not days:
            return None
        over = {day for day in days if day < self.day(self.loaded_at)}
        return min(days), max(over or days)

    @cached_property
    def first_days(self) -> dict[str, date]:
        """The day of each customer's first order that counts, of the known days."""
        _, last = self.known_days or (date.max, date.min)
        found: dict[str, date] = {}
        for order in self.orders:
            day = self.day(order.ordered_at)
            if order.customer_id is not None and order.counts and day <= last:
                found[order.customer_id] = min(day, found.get(order.customer_id, day))
        return found

    @cached_property
    def spending(self) -> dict[str, dict[date, Decimal]]:
        """What each customer's orders of a day are worth, of whatever status."""
        found: dict[str, dict[date, Decimal]] = defaultdict(
            lambda: defaultdict(Decimal)
        )
        for order in self.orders:
            if order.customer_id is not None:
                day = self.day(order.ordered_at)
                found[order.customer_id][day] += order.amount
        return found

    def members(self, campaign_id: str) -> set[str]:
        """Return who was in a campaign, by any list."""
        return {
            one.customer_id
            for one in self.memberships
            if one.campaign_id == campaign_id and not one.is_holdout
        }

    def holdout(self, campaign_id: str) -> set[str]:
        """Return who was left out on purpose, and is a member on no list."""
        listed = {
            one.customer_id
            for one in self.memberships
            if one.campaign_id == campaign_id
        }
        return listed - self.members(campaign_id)
