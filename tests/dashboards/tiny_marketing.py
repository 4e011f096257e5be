"""Campaigns, redemptions and promotions of the tiny shop, as its marts hold them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import duckdb

TABLES = """
create or replace table candidate.marts.kpi_campaigns (
    campaign_id varchar, name varchar, kind varchar, starts_on date, ends_on date,
    days bigint, before_first_on date, after_last_on date, has_whole_before boolean,
    has_whole_during boolean, has_whole_after boolean, members bigint,
    redeemers bigint, redemptions bigint,
    redemption_pct double, compared_members bigint, compared_non_members bigint,
    member_before_amount decimal(18, 4), member_during_amount decimal(18, 4),
    member_after_amount decimal(18, 4), non_member_before_amount decimal(18, 4),
    non_member_during_amount decimal(18, 4), non_member_after_amount decimal(18, 4),
    is_randomised boolean, is_comparable boolean
);
create or replace table candidate.marts.fct_coupon_redemptions (
    redemption_id varchar, customer_id varchar, coupon_id varchar, campaign_id varchar,
    redeemed_at timestamp, redeemed_on date, is_campaign_member boolean,
    is_in_campaign_period boolean, source_name varchar
);
create or replace table candidate.marts.kpi_promotions (
    product_id varchar, week_start_on date, promotion varchar, stores bigint,
    selling_stores bigint, units double, revenue_amount decimal(18, 4),
    discount_amount decimal(18, 4)
);
"""


class Campaign(NamedTuple):
    """A campaign, and sales per person before, during and after it."""

    campaign_id: str
    kind: str
    starts: str
    ends: str
    members: int = 200
    redeemers: int = 30
    redemptions: int = 40
    compared: tuple[int, int] = (100, 400)
    """Members and others."""
    member: tuple[float | None, float | None, float | None] = (10, 15, 12)
    other: tuple[float | None, float | None, float | None] = (10, 11, 10)
    has_whole_before: bool = True
    has_whole_during: bool = True
    has_whole_after: bool = True
    is_randomised: bool = False
    name: str | None = None

    @property
    def is_comparable(self) -> bool:
        """Return whether a mean holds on both sides, as the mart says it."""
        return (
            self.has_whole_before
            and self.has_whole_during
            and min(self.compared) >= 30
            and (self.member[0] or 0) > 0
            and (self.other[0] or 0) > 0
        )


class Redemption(NamedTuple):
    """A coupon redeemed."""

    customer: str
    coupon: str
    campaign_id: str
    on: str
    is_member: bool = True


class Promotion(NamedTuple):
    """What a product sold in a week in stores of one promotion."""

    product: str
    week: str
    promotion: str
    stores: int
    selling_stores: int
    units: float
    revenue: float = 0


@dataclass(frozen=True)
class Marketing:
    """Everything of marketing."""

    campaigns: Sequence[Campaign] = ()
    redemptions: Sequence[Redemption] = ()
    promotions: Sequence[Promotion] = ()


def build_marketing(
    connection: duckdb.DuckDBPyConnection, marketing: Marketing
) -> None:
    """Write the tables of marketing into the candidate."""
    connection.execute(TABLES)
    for campaign in marketing.campaigns:
        first_on = date.fromisoformat(campaign.starts)
        last_on = date.fromisoformat(campaign.ends)
        length = last_on - first_on + timedelta(days=1)
        _insert(
            connection,
            "kpi_campaigns",
            [
                *(campaign.campaign_id, campaign.name, campaign.kind),
                *(first_on, last_on, length.days, first_on - length, last_on + length),
                *(campaign.has_whole_before, campaign.has_whole_during),
                campaign.has_whole_after,
                *(campaign.members, campaign.redeemers, campaign.redemptions),
                100 * campaign.redeemers / campaign.members,
                *(*campaign.compared, *campaign.member, *campaign.other),
                campaign.is_randomised,
                campaign.is_comparable,
            ],
        )
    for number, redemption in enumerate(marketing.redemptions):
        _insert(
            connection,
            "fct_coupon_redemptions",
            [
                *(f"r{number}", redemption.customer, redemption.coupon),
                *(redemption.campaign_id, f"{redemption.on} 12:00", redemption.on),
                *(redemption.is_member, True, "till"),
            ],
        )
    for promotion in marketing.promotions:
        _insert(connection, "kpi_promotions", [*promotion, 0])


def _insert(
    connection: duckdb.DuckDBPyConnection, table: str, values: Sequence[object]
) -> None:
    places = ", ".join("?" * len(values))
    connection.execute(
        f"insert into candidate.marts.{table} values ({places})", list(values)
    )


CAMPAIGNS = [
    Campaign("c1", "TypeA", "2024-03-04", "2024-03-10"),
    Campaign(
        *("c2", "TypeB", "2024-03-11", "2024-03-17", 100, 10, 12, (100, 50)),
        member=(20, 18, 20),
        other=(20, 20, 20),
    ),
    Campaign("c3", "TypeA", "2024-02-07", "2024-02-13", has_whole_before=False),
    Campaign("c4", "TypeA", "2024-03-20", "2024-03-26", compared=(12, 400)),
    Campaign(
        "c5",
        "TypeA",
        "2024-03-28",
        "2024-04-10",
        has_whole_during=False,
        has_whole_after=False,
    ),
]
"""Campaigns of which c1 and c2 can be compared in the shop of `TWO_PERIODS`.

Members of c1 spent 50% more during it, others 10%: 5 - 1 = 4 beyond. Members of c2
spent 10% less, others the same: -2. Of c3 the days before lie before the data, c4 has
12 members to compare, and c5 is not over on 31 March 2024.
"""
REDEMPTIONS = [
    Redemption("ann", "k1", "c1", "2024-03-05"),
    Redemption("ann", "k1", "c1", "2024-03-06"),
    Redemption("bob", "k2", "c1", "2024-03-06", is_member=False),
    Redemption("bob", "k3", "c2", "2024-03-18"),
]
PROMOTIONS = [
    Promotion("bread", "2024-03-04", "none", 2, 2, 4, 40),
    Promotion("bread", "2024-03-04", "display", 3, 2, 6, 48),
    Promotion("bread", "2024-03-11", "display and mailer", 5, 4, 20, 120),
    Promotion("pan", "2024-03-11", "none", 1, 1, 1, 9),
]
"""Of bread on display, a store sold 3 units in the week, 2 without; of the third row
there is no store without."""
