"""The tiles of campaigns: how many people they reach, and how many redeem."""

import pandas as pd

from dashboards.components.tiles import Tile
from dashboards.formats import NOTHING, counted, money, number, ratio, share

_KPI = "Source: `marts.kpi_campaigns`."


def campaign_tiles(
    campaigns: pd.DataFrame, redemptions: int, redeemers: int, currency: str
) -> list[Tile]:
    """Return six tiles.

    Args:
        campaigns: Those that are counted, as `campaigns.chosen.judged` gives them.
        redemptions: Of coupons of any of them, by anybody.
        redeemers: How many people redeemed one.
        currency: Of the shop.
    """
    members = sum(campaigns["members"].tolist())
    member_redeemers = sum(campaigns["redeemers"].tolist())
    known = campaigns.loc[campaigns["reason"] == ""]
    weight = known["compared_members"].sum()
    beyond = (
        (known["beyond"] * known["compared_members"]).sum() / weight if weight else None
    )
    return [
        Tile(
            "Campaigns",
            number(len(campaigns)),
            f"Campaigns that start in the period, of the chosen kind. {_KPI}",
            note=_kinds(campaigns),
        ),
        Tile(
            "Audience",
            number(members),
            "Members of the campaigns; a customer in two campaigns counts twice. "
            f"{_KPI}",
            note=f"{number(members / len(campaigns))} a campaign"
            if len(campaigns) > 1
            else None,
        ),
        Tile(
            "Redeemers",
            number(redeemers),
            "Different people who redeemed at least one coupon of these campaigns, "
            "members or not. Source: `marts.fct_coupon_redemptions`.",
            note=counted(redemptions, "redemption"),
        ),
        Tile(
            "Redemption rate",
            share(member_redeemers / members) if members else NOTHING,
            "Members who redeemed at least one coupon of their campaign / members. "
            f"{_KPI}",
            note=f"{number(member_redeemers)} of {number(members)} members",
        ),
        Tile(
            "Coupons each",
            ratio(redemptions / redeemers) if redeemers else NOTHING,
            "Redemptions / redeemers. Source: `marts.fct_coupon_redemptions`.",
            note="per redeemer",
        ),
        Tile(
            "Beyond others",
            money(beyond, currency),
            "How much more sales per person rose among members, from the days before "
            "to those of the campaign, than among others with the same prior spending; "
            "mean over campaigns, weighted by the members compared. Observational: it "
            f"is no effect of the campaign. {_KPI}",
            note=f"per member, {len(known):,} compared"
            if len(campaigns) > 1
            else "per member",
        ),
    ]


def _kinds(campaigns: pd.DataFrame) -> str | None:
    counts = campaigns["kind"].value_counts()
    if len(counts) == 1 and len(campaigns) == 1:
        return str(counts.index[0])
    return (
        ", ".join(f"{count} {kind}" for kind, count in counts.head(3).items()) or None
    )
