"""The tables of campaigns and of coupons."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards.campaigns.chosen import Chosen
from dashboards.components.header import about
from dashboards.components.tables import Listed, tabbed
from dashboards.formats import DAY_FORMAT, counted, days, money_column


def campaign_tables(
    judged: pd.DataFrame,
    weeks: pd.DataFrame,
    coupons: pd.DataFrame,
    chosen: Chosen,
    currency: str,
) -> None:
    """Show every number of the campaigns, each week, and every redeemed coupon."""
    config = st.column_config
    listed = {
        "Campaigns": Listed(
            counted(len(judged), "campaign"),
            "campaigns",
            judged,
            _columns(currency),
            caption="Newest first. Amounts are mean sales per person; non-members "
            "weighted to the members' prior spending",
        ),
        "By week": Listed(
            "Redemptions by week",
            "redemptions",
            weeks.iloc[::-1],
            {
                "bucket_on": config.DateColumn(
                    "Week from", format=DAY_FORMAT, pinned=True
                ),
                "redemptions": config.NumberColumn("Redemptions", format="%,d"),
                "redeemers": config.NumberColumn("Redeemers", format="%,d"),
                "campaigns": config.NumberColumn("Campaigns", format="%,d"),
            },
            empty="No coupon of these campaigns was redeemed.",
        ),
        "Coupons": Listed(
            f"{counted(len(coupons), 'coupon')} redeemed",
            "coupons",
            coupons,
            {
                "coupon_id": config.TextColumn("Coupon", pinned=True),
                "campaign": config.TextColumn("Campaign"),
                "redemptions": config.NumberColumn("Redemptions", format="%,d"),
                "redeemers": config.NumberColumn("Redeemers", format="%,d"),
                "by_members": config.NumberColumn("By members", format="%,d"),
                "first_on": config.DateColumn("First", format=DAY_FORMAT),
                "last_on": config.DateColumn("Last", format=DAY_FORMAT),
            },
            empty="No coupon of these campaigns was redeemed.",
        ),
    }
    tabbed(listed, _about(chosen))


def _about(chosen: Chosen) -> dict[str, str]:
    window = chosen.window
    return about() | {
        "Campaigns that start": days(window.first_on, window.last_on),
        "Comparison": "observational: members differ from others in more than prior "
        "spending",
    }


def _columns(currency: str) -> dict[str, ColumnConfig]:
    config = st.column_config
    amount = money_column(currency)

    def money(title: str) -> ColumnConfig:
        return config.NumberColumn(title, format=amount)

    return {
        "name": config.TextColumn("Campaign", pinned=True),
        "kind": config.TextColumn("Kind"),
        "starts_on": config.DateColumn("From", format=DAY_FORMAT),
        "ends_on": config.DateColumn("To", format=DAY_FORMAT),
        "members": config.NumberColumn("Members", format="%,d"),
        "redeemers": config.NumberColumn("Members who redeemed", format="%,d"),
        "redemption_pct": config.NumberColumn("Redemption rate", format="%.1f%%"),
        "redemptions": config.NumberColumn("Redemptions", format="%,d"),
        "member_change": config.NumberColumn("Members' change", format="percent"),
        "non_member_change": config.NumberColumn("Others' change", format="percent"),
        "beyond": money("Beyond others, per member"),
        "compared_members": config.NumberColumn("Members compared", format="%,d"),
        "compared_non_members": config.NumberColumn("Others compared", format="%,d"),
        "member_before": money("Member before"),
        "member_during": money("Member during"),
        "member_after": money("Member after"),
        "non_member_before": money("Other before"),
        "non_member_during": money("Other during"),
        "non_member_after": money("Other after"),
        "has_whole_before": config.CheckboxColumn("All days before"),
        "has_whole_after": config.CheckboxColumn("All days after"),
        "is_randomised": config.CheckboxColumn("Holdout by lot"),
        "reason": config.TextColumn("Not compared because"),
    }
