"""Which campaigns are shown, and which of them can be compared."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboards.components.filters import choice, filter_row, period_filter
from dashboards.formats import NOTHING, counted, day
from dashboards.periods import Window
from dashboards.queries import promotions

LEAST = 30
"""People on a side below which a mean of theirs says too little."""
_ALL = "all"


@dataclass(frozen=True)
class Chosen:
    """What the page Campaigns shows."""

    data: Window
    """First and last complete day of sales."""
    window: Window
    """Days in which the campaigns start; promotions are those of its weeks."""
    all_campaigns: pd.DataFrame
    """Of the chosen days and kind."""
    campaign_id: str | None
    """The one chosen; None for all of them."""
    department: str | None
    """Whose promotions are shown by category; None for all by department."""

    @property
    def campaigns(self) -> pd.DataFrame:
        """Return the campaigns that are counted."""
        if self.campaign_id is None:
            return self.all_campaigns
        is_chosen = self.all_campaigns["campaign_id"] == self.campaign_id
        return self.all_campaigns.loc[is_chosen]


def campaign_filters(data: Window, campaigns: pd.DataFrame) -> Chosen:
    """Show when campaigns start, their kind, one of them, and whose promotions."""
    with filter_row():
        period = period_filter(data, "all")
        started = campaigns
        if period.name != "all":
            days = campaigns["starts_on"]
            window = period.window
            started = campaigns.loc[
                (days >= pd.Timestamp(window.first_on))
                & (days <= pd.Timestamp(window.last_on))
            ]
        kinds = sorted(started["kind"].dropna().unique())
        kind = choice(
            "Kind", {_ALL: "All kinds", **dict(zip(kinds, kinds, strict=True))}, "kind"
        )
        if kind != _ALL:
            started = started.loc[started["kind"] == kind]
        names = dict(zip(started["campaign_id"], started["name"], strict=True))
        campaign = choice(
            "Campaign",
            {_ALL: f"All {counted(len(names), 'campaign')}", **names},
            "campaign",
        )
        departments = promotions.departments()
        department = choice(
            "Promotions in",
            {
                _ALL: "All departments",
                **dict(zip(departments, departments, strict=True)),
            },
            "department",
            help="Of the charts on promotions, further down.",
        )
    return Chosen(
        data,
        period.window,
        started,
        None if campaign == _ALL else campaign,
        None if department == _ALL else department,
    )


def judged(campaigns: pd.DataFrame, data: Window) -> pd.DataFrame:
    """Return the campaigns with what can be said of their members beside others.

    Added columns: member_change and non_member_change (during against before, a
    fraction; missing where it cannot be known), beyond (money for each member: their
    change less that of the others), reason (why it cannot be known; empty if it can).
    """
    rows = campaigns.assign(
        reason=[_reason(row, data) for row in campaigns.to_dict("records")]
    )
    is_known = rows["reason"] == ""
    for who in ("member", "non_member"):
        before = rows[f"{who}_before"].where(is_known & (rows[f"{who}_before"] > 0))
        rows[f"{who}_change"] = rows[f"{who}_during"] / before - 1
    rows["beyond"] = (
        (rows["member_during"] - rows["member_before"])
        - (rows["non_member_during"] - rows["non_member_before"])
    ).where(is_known)
    return rows


def is_small(row: Mapping[Hashable, Any]) -> bool:
    """Return whether one side has too few people for a mean that holds."""
    return min(row["compared_members"], row["compared_non_members"]) < LEAST


def told_apart(campaigns: pd.DataFrame) -> pd.DataFrame:
    """Return the campaigns with the day they start in names that several have."""
    return campaigns.assign(
        name=[
            f"{name}, {NOTHING if pd.isna(starts_on) else day(starts_on.date())}"
            if is_shared
            else name
            for name, starts_on, is_shared in zip(
                campaigns["name"],
                campaigns["starts_on"],
                campaigns["name"].duplicated(keep=False),
                strict=True,
            )
        ]
    )


def _reason(row: Mapping[Hashable, Any], data: Window) -> str:
    if pd.isna(row["starts_on"]) or pd.isna(row["ends_on"]):
        return "of unknown days"
    if row["ends_on"].date() > data.last_on:
        return "not over yet"
    if not (row["has_whole_before"] and row["has_whole_during"]):
        return "without data of all days before"
    if is_small(row):
        return f"with fewer than {LEAST} people to compare"
    if pd.isna(row["member_before"]) or pd.isna(row["non_member_before"]):
        return "with nobody to compare"
    if row["member_before"] <= 0 or row["non_member_before"] <= 0:
        return "with a side that bought nothing before"
    return ""


def windows(row: Mapping[Hashable, Any]) -> dict[str, tuple[Window, bool]]:
    """Return the days before, during and after a campaign, and whether data have all.

    The three are of one length. Empty where the campaign's days are unknown.
    """
    if pd.isna(row["starts_on"]) or pd.isna(row["ends_on"]):
        return {}
    one_day = timedelta(days=1)
    first_on, last_on = row["starts_on"].date(), row["ends_on"].date()
    spans = {
        "before": Window(row["before_first_on"].date(), first_on - one_day),
        "during": Window(first_on, last_on),
        "after": Window(last_on + one_day, row["after_last_on"].date()),
    }
    return {
        name: (span, bool(row[f"has_whole_{name}"])) for name, span in spans.items()
    }
