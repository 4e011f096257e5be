"""What the marts of campaigns and coupons must say about a shop, in plain Python.

Written from the marts' descriptions, not from their SQL: each customer is asked by
themselves what they spent, in exact fractions.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.dbt_project.marketing_shop import Campaign, Shop


@dataclass(frozen=True)
class Redeemed:
    """A redemption as `fct_coupon_redemptions` must have it."""

    customer_id: str
    coupon_id: str
    campaign_id: str | None
    redeemed_on: date | None
    is_campaign_member: bool
    is_in_campaign_period: bool | None


def redemptions(shop: Shop) -> list[Redeemed]:
    """Return every redemption, in the shop's order."""
    dates = {one.campaign_id: one for one in shop.campaigns}
    found = []
    for one in shop.redemptions:
        senders = {
            coupon.campaign_id
            for coupon in shop.coupons
            if coupon.coupon_id == one.coupon_id
        } - {None}
        campaign_id = one.campaign_id
        if campaign_id is None and len(senders) == 1:
            campaign_id = senders.pop()
        on = None if one.redeemed_at is None else shop.day(one.redeemed_at)
        campaign = dates.get(campaign_id) if campaign_id else None
        days = campaign.days if campaign else []
        found.append(
            Redeemed(
                customer_id=one.customer_id,
                coupon_id=one.coupon_id,
                campaign_id=campaign_id,
                redeemed_on=on,
                is_campaign_member=bool(campaign_id)
                and one.customer_id in shop.members(campaign_id or ""),
                is_in_campaign_period=None if on is None or not days else on in days,
            )
        )
    return found


PHASES = ("before", "during", "after")
LEAST = 30
"""People on a side below which a mean of theirs says too little."""


@dataclass(frozen=True)
class Counted:
    """The counts of a campaign as `kpi_campaigns` must have them."""

    days: int | None
    before_first_on: date | None
    after_last_on: date | None
    has_whole_before: bool
    has_whole_during: bool
    has_whole_after: bool
    members: int
    redeemers: int
    redemptions: int
    redemption_pct: float | None
    compared_members: int
    compared_non_members: int
    is_randomised: bool
    is_comparable: bool = False


def campaigns(shop: Shop) -> dict[str, tuple[Counted, dict[str, Fraction | None]]]:
    """Return each campaign's counts, and its sales per person by `<side>_<phase>`."""
    described = {one.campaign_id: one for one in shop.campaigns}
    used: dict[str, list[Redeemed]] = defaultdict(list)
    for one in redemptions(shop):
        if one.campaign_id is not None:
            used[one.campaign_id].append(one)
    named = [*described, *used, *(one.campaign_id for one in shop.memberships)]
    named += [one.campaign_id for one in shop.coupons if one.campaign_id is not None]
    return {
        name: _campaign(
            shop, described.get(name) or Campaign(name, None, None), used[name]
        )
        for name in dict.fromkeys(named)
    }


def _campaign(
    shop: Shop, campaign: Campaign, used: list[Redeemed]
) -> tuple[Counted, dict[str, Fraction | None]]:
    members = shop.members(campaign.campaign_id)
    redeemers = {r.customer_id for r in used} & members
    during = campaign.days
    length = timedelta(days=len(during))
    windows = dict(
        zip(
            PHASES,
            (
                [day - length for day in during],
                during,
                [day + length for day in during],
            ),
            strict=True,
        )
    )
    first, last = shop.known_days or (date.max, date.min)
    known = {
        phase: [day for day in days if first <= day <= last]
        for phase, days in windows.items()
    }
    whole = {
        phase: bool(during) and len(known[phase]) == len(during) for phase in PHASES
    }
    bands = _bands(shop, campaign, known) if during else {}
    compared = {
        band: sides for band, sides in bands.items() if sides[True] and sides[False]
    }
    n_members = sum(len(sides[True]) for sides in compared.values())
    counted = Counted(
        days=len(during) or None,
        before_first_on=windows["before"][0] if during else None,
        after_last_on=windows["after"][-1] if during else None,
        has_whole_before=whole["before"],
        has_whole_during=whole["during"],
        has_whole_after=whole["after"],
        members=len(members),
        redeemers=len(redeemers),
        redemptions=len(used),
        redemption_pct=len(redeemers) / len(members) * 100 if members else None,
        compared_members=n_members,
        compared_non_members=sum(len(sides[False]) for sides in compared.values()),
        is_randomised=bool(shop.holdout(campaign.campaign_id)),
    )
    amounts: dict[str, Fraction | None] = {}
    for phase in PHASES:
        for side, name in ((True, "member"), (False, "non_member")):
            amounts[f"{name}_{phase}_amount"] = None
            if compared and known[phase]:
                amounts[f"{name}_{phase}_amount"] = sum(
                    (
                        Fraction(len(sides[True]), n_members)
                        * _mean(shop, sides[side], known[phase])
                        for sides in compared.values()
                    ),
                    Fraction(0),
                )
    bought = [amounts["member_before_amount"], amounts["non_member_before_amount"]]
    people = min(counted.compared_members, counted.compared_non_members)
    is_whole = counted.has_whole_before and counted.has_whole_during
    is_comparable = (
        is_whole
        and people >= LEAST
        and all(one is not None and round(one, 4) > 0 for one in bought)
    )
    return replace(counted, is_comparable=is_comparable), amounts


def _bands(
    shop: Shop, campaign: Campaign, known: dict[str, list[date]]
) -> dict[int, dict[bool, list[str]]]:
    """Return members (True) and who stands beside them, by band of prior spending."""
    starts_on = campaign.starts_on or date.max
    members = shop.members(campaign.campaign_id)
    holdout = shop.holdout(campaign.campaign_id)
    spent = {
        customer: _spent(shop, customer, known["before"])
        for customer, first_on in shop.first_days.items()
        if first_on < starts_on
    }
    paying = [spent[one] for one in spent if one in members and spent[one] > 0]
    upper: dict[int, Decimal] = {}
    for amount in sorted(paying):
        no_more = sum(other <= amount for other in paying)
        upper[-(-5 * no_more // len(paying))] = amount
    bands: dict[int, dict[bool, list[str]]] = defaultdict(lambda: {True: [], False: []})
    for customer, amount in spent.items():
        if customer in members or not holdout or customer in holdout:
            reaching = [band for band, most in upper.items() if amount <= most]
            band = 0 if amount <= 0 else min(reaching, default=5)
            bands[band][customer in members].append(customer)
    return bands


def _mean(shop: Shop, customers: list[str], days: list[date]) -> Fraction:
    total = sum((_spent(shop, one, days) for one in customers), Decimal(0))
    return Fraction(total) / len(customers)


def _spent(shop: Shop, customer: str, days: list[date]) -> Decimal:
    by_day = shop.spending.get(customer, {})
    return sum((by_day.get(day, Decimal(0)) for day in days), Decimal(0))
