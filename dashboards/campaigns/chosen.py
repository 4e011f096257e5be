"""Which campaigns are shown, and which of them can be compared."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd

from dashboards.components.compared import HISTORY
from dashboards.components.filters import (
    choice,
    compare_filter,
    compared_days,
    filter_row,
    period_filter,
)
from dashboards.formats import NOTHING, counted, day
from dashboards.periods import Window

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
    is_of_all_kinds: bool
    compared: pd.DataFrame | None
    """Campaigns of the same kind that started in the compared days; of one campaign
    the last of its kind before it. None where there is none."""
    earlier: Sequence[pd.DataFrame]
    """Campaigns of the same kind in the last periods, the chosen one last."""
    note: str
    """Names what is compared with, or says why it is nothing."""

    @property
    def campaigns(self) -> pd.DataFrame:
        """Return the campaigns that are counted."""
        if self.campaign_id is None:
            return self.all_campaigns
        is_chosen = self.all_campaigns["campaign_id"] == self.campaign_id
        return self.all_campaigns.loc[is_chosen]


def campaign_filters(data: Window, campaigns: pd.DataFrame) -> Chosen:
    """Show when campaigns start, what with they are compared, their kind, and one."""
    with filter_row():
        # 13 weeks: campaigns enough to see, and as many weeks to compare with.
        period = period_filter(data, "13w")
        compare = compare_filter()
        started = campaigns
        if period.name != "all":
            started = starting_in(campaigns, period.window)
        kinds = sorted(started["kind"].dropna().unique())
        kind = choice(
            "Kind", {_ALL: "All kinds", **dict(zip(kinds, kinds, strict=True))}, "kind"
        )
        if kind != _ALL:
            campaigns = campaigns.loc[campaigns["kind"] == kind]
            started = started.loc[started["kind"] == kind]
        names = dict(zip(started["campaign_id"], started["name"], strict=True))
        campaign = choice(
            "Campaign",
            {_ALL: f"All {counted(len(names), 'campaign')}", **names},
            "campaign",
        )
    if campaign != _ALL:
        before, note = _last_of_its_kind(campaigns, campaign)
        compared = before if compare != "nothing" else None
        note = note if compare != "nothing" else ""
        earlier: list[pd.DataFrame] = []
    else:
        window, note = compared_days(period, compare)
        compared = starting_in(campaigns, window) if window else None
        earlier = [starting_in(campaigns, one) for one in period.earlier(HISTORY)]
    return Chosen(
        data,
        period.window,
        started,
        None if campaign == _ALL else campaign,
        kind == _ALL,
        compared,
        earlier,
        note,
    )


def starting_in(campaigns: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Return the campaigns that start on these days."""
    days = campaigns["starts_on"]
    first_on, last_on = pd.Timestamp(window.first_on), pd.Timestamp(window.last_on)
    return campaigns.loc[(days >= first_on) & (days <= last_on)]


def _last_of_its_kind(
    campaigns: pd.DataFrame, campaign_id: str
) -> tuple[pd.DataFrame | None, str]:
    """Return the campaign that one is compared with, and what a tile says of it."""
    [row] = campaigns.loc[campaigns["campaign_id"] == campaign_id].to_dict("records")
    is_alike = campaigns["kind"].eq(row["kind"]) | pd.isna(row["kind"])
    is_earlier = campaigns["starts_on"] < row["starts_on"]
    before = campaigns.loc[is_alike & is_earlier].nlargest(1, "starts_on")
    if before.empty:
        return None, "no earlier one of its kind"
    return before, f"vs {before['name'].iloc[0]}"


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
