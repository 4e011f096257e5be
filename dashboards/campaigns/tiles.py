"""The tiles of campaigns: how many people they reach, and how many redeem."""

import pandas as pd

from dashboards.campaigns.chosen import Chosen, judged
from dashboards.components.targets import targets
from dashboards.components.tiles import Compared, Tile, Totals
from dashboards.formats import counted, number
from dashboards.periods import Window
from dashboards.queries import campaigns, metrics

METRICS = (
    *("campaigns", "campaign_members", "coupon_redeemers"),
    *("campaign_redemption_rate", "coupons_per_redeemer"),
    "campaign_extra_per_member",
)


def campaign_tiles(chosen: Chosen, currency: str) -> list[Tile]:
    """Return six tiles of the campaigns that are counted; of one campaign five."""
    shown, before = chosen.campaigns, chosen.compared
    now = numbers(shown, chosen.data)
    is_whole = chosen.campaign_id is None and chosen.is_of_all_kinds
    found = Compared(
        now,
        numbers(before, chosen.data) if before is not None else None,
        [numbers(rows, chosen.data) for rows in chosen.earlier],
        chosen.note,
        currency,
        targets(metrics.kind_of(chosen.window) if is_whole else None),
    )
    said = _said(shown, now)
    names = METRICS if chosen.campaign_id is None else METRICS[1:]
    return [found.metric(name).saying(said.get(name, "")) for name in names]


def numbers(rows: pd.DataFrame, data: Window) -> Totals:
    """Return the metrics of some campaigns by name, and what their tiles say besides.

    Args:
        rows: As `queries.campaigns.campaigns` returns them.
        data: First and last complete day of sales.
    """
    redemptions, redeemers = campaigns.redeemed(rows["campaign_id"].tolist())
    members, redeeming = (sum(rows[name]) for name in ("members", "redeemers"))
    known = judged(rows, data).loc[lambda row: row["reason"] == ""]
    compared = sum(known["compared_members"])
    extra = sum(known["beyond"] * known["compared_members"])
    return {
        "campaigns": len(rows),
        "campaign_members": members,
        "coupon_redeemers": redeemers,
        "campaign_redemption_rate": redeeming / members if members else None,
        "coupons_per_redeemer": redemptions / redeemers if redeemers else None,
        "campaign_extra_per_member": extra / compared if compared else None,
        "redemptions": redemptions,
        "redeeming_members": redeeming,
        "compared": len(known),
    }


def _said(rows: pd.DataFrame, now: Totals) -> dict[str, str]:
    """Return what a tile says first, of the campaigns that are shown."""
    members, count = now["campaign_members"], len(rows)
    kinds = rows["kind"].value_counts().head(3).items()
    return {
        "campaigns": ", ".join(f"{many} {kind}" for kind, many in kinds),
        "campaign_members": f"{number(members / count)} a campaign"
        if count > 1
        else "",
        "coupon_redeemers": counted(now["redemptions"], "redemption"),
        "campaign_redemption_rate": f"{number(now['redeeming_members'])} of "
        f"{number(members)} members",
        "campaign_extra_per_member": f"{counted(now['compared'], 'campaign')} compared"
        if count > 1
        else "",
    }
