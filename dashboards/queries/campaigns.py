"""Campaigns: whom they reached, who redeemed, and what members spent beside others."""

from collections.abc import Sequence

import pandas as pd

from dashboards.queries.published import one_row, read

_WINDOWS = tuple(
    f"{who}_{when}"
    for who in ("member", "non_member")
    for when in ("before", "during", "after")
)


def campaigns() -> pd.DataFrame:
    """Return one row for each campaign, the newest first.

    Columns: those of `marts.kpi_campaigns`, the six amounts for each person as
    ``member_before`` … ``non_member_after``; without a name it has that of its id.
    """
    amounts = ", ".join(f"{name}_amount::double as {name}" for name in _WINDOWS)
    return read(
        f"""
        select
            campaign_id,
            coalesce(name, 'Campaign ' || campaign_id) as name,
            kind, starts_on, ends_on, days, before_first_on, after_last_on,
            has_whole_before, has_whole_during, has_whole_after,
            members, redeemers, redemptions, redemption_pct,
            compared_members, compared_non_members, {amounts},
            is_randomised
        from marts.kpi_campaigns
        order by starts_on desc nulls last, campaign_id
        """
    )


def redeemed(campaign_ids: Sequence[str]) -> tuple[int, int]:
    """Return redemptions of coupons of the campaigns, and how many people redeemed."""
    redemptions, redeemers = one_row(
        """
        select count(*), count(distinct customer_id)
        from marts.fct_coupon_redemptions
        where campaign_id in (select unnest($1))
        """,
        [list(campaign_ids)],
    )
    return int(redemptions), int(redeemers)


def weekly_redemptions(campaign_ids: Sequence[str]) -> pd.DataFrame:
    """Return redemptions by the shop's week, from the first to the last.

    Columns: bucket_on, redemptions, redeemers, campaigns.
    """
    return read(
        """
        with redeemed as (
            select week_start_on, customer_id, campaign_id
            from marts.fct_coupon_redemptions
            join marts.dim_dates on day_on = redeemed_on
            where campaign_id in (select unnest($1))
        ),
        ends as (
            select min(week_start_on) as first_on, max(week_start_on) as last_on
            from redeemed
        ),
        weeks as (
            select distinct week_start_on
            from marts.dim_dates
            join ends on week_start_on between first_on and last_on
        )
        select
            week_start_on as bucket_on,
            count(customer_id) as redemptions,
            count(distinct customer_id) as redeemers,
            count(distinct campaign_id) as campaigns
        from weeks
        left join redeemed using (week_start_on)
        group by week_start_on
        order by week_start_on
        """,
        [list(campaign_ids)],
    )


def coupons(campaign_ids: Sequence[str]) -> pd.DataFrame:
    """Return the coupons that were redeemed, most often first.

    Columns: coupon_id, campaign_id, redemptions, redeemers, by_members (redemptions by
    the campaign's members), first_on, last_on.
    """
    return read(
        """
        select
            coupon_id,
            campaign_id,
            count(*) as redemptions,
            count(distinct customer_id) as redeemers,
            count(*) filter (is_campaign_member) as by_members,
            min(redeemed_on) as first_on,
            max(redeemed_on) as last_on
        from marts.fct_coupon_redemptions
        where campaign_id in (select unnest($1))
        group by coupon_id, campaign_id
        order by redemptions desc, coupon_id, campaign_id
        """,
        [list(campaign_ids)],
    )
