"""Titles that carry the answer on campaigns and promotions."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboards.formats import change, counted, money, share

KINDS = {"display": "display", "mailer": "mailer", "display and mailer": "both"}
"""Kinds of promotion, in short."""


def changes_sentence(campaigns: pd.DataFrame) -> str:
    """Return in how many campaigns members' sales grew more than those of others.

    Columns read: reason, member_change, non_member_change.
    """
    known = campaigns.loc[campaigns["reason"] == ""]
    if known.empty:
        return "No campaign can be compared"
    more = int((known["member_change"] > known["non_member_change"]).sum())
    return (
        f"In {more} of {counted(len(known), 'campaign')}, members' sales did better "
        "than those of others who spent alike before"
    )


def left_out(campaigns: pd.DataFrame) -> str:
    """Return how many campaigns cannot be compared, and why; empty if all can."""
    reasons = campaigns.loc[campaigns["reason"] != "", "reason"].value_counts()
    if reasons.empty:
        return ""
    said = ", ".join(f"{count} {reason}" for reason, count in reasons.items())
    return f"Left out: {said}"


def sides_sentence(row: Mapping[Hashable, Any], currency: str) -> str:
    """Return how sales per member went in one campaign, beside those of others.

    ``row`` is one of `campaigns.chosen.judged`.
    """
    if row["reason"]:
        return f"{row['name']} cannot be compared: {row['reason']}"
    return (
        f"Sales per member went from {money(row['member_before'], currency)} to "
        f"{money(row['member_during'], currency)} "
        f"({_moved(row['member_change'])}); of others who spent alike, "
        f"{_moved(row['non_member_change'])}"
    )


def caveat(*, is_randomised: bool) -> str:
    """Return in one line what a comparison of members with others can say."""
    if is_randomised:
        return (
            "The others are a holdout drawn by lot, so the difference is the "
            "campaign's effect, give or take chance."
        )
    return (
        "Observational, not a test: whoever was chosen for a campaign differs from "
        "others in more than prior spending, so the difference is not its effect."
    )


def redemptions_sentence(weeks: pd.DataFrame) -> str:
    """Return the week with most redemptions.

    Columns read: bucket_on, redemptions.
    """
    redemptions = weeks["redemptions"].tolist()
    total = sum(redemptions)
    if total == 0:
        return "No coupon was redeemed"
    part = share(max(redemptions) / total)
    return f"{counted(total, 'redemption')}; {part} in the best week"


def coupons_sentence(coupons: pd.DataFrame) -> str:
    """Return how much of all redemptions the ten best coupons bring.

    Columns read: redemptions.
    """
    if coupons.empty:
        return "No coupon was redeemed"
    if len(coupons) <= 10:
        return f"{counted(len(coupons), 'coupon')} redeemed"
    redemptions = coupons["redemptions"].tolist()
    part = sum(redemptions[:10]) / sum(redemptions)
    return f"Ten of {len(coupons):,} coupons bring {share(part)} of redemptions"


def lifts_sentence(lifts: pd.DataFrame) -> str:
    """Return which promotion sells how much more, over all departments shown.

    Columns read: promotion, store_weeks, units_each, units_without.
    """
    if lifts.empty:
        return "No promoted product has others to be compared with"
    said = []
    for promotion, words in KINDS.items():
        part = lifts.loc[lifts["promotion"] == promotion]
        sold = (part["units_each"] * part["store_weeks"]).sum()
        plain = (part["units_without"] * part["store_weeks"]).sum()
        if plain > 0:
            said.append(f"{words} {_moved(sold / plain - 1)}")
    if not said:
        return "No promoted product has others to be compared with"
    return f"Units in a store that sells it: {', '.join(said)}"


def _moved(fraction: float) -> str:
    return change(1 + fraction, 1) or "0%"
