"""Campaigns as they would be published: each once, and every mean with its n."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.kpi_campaigns"

RULES = [
    not_null("campaign_id", "Every campaign has an id"),
    unique("campaign_id", "Every campaign is there once"),
    no_rows(
        "days_known",
        "Every campaign has dates, and none ends before it starts",
        "days is null",
        "warning",
    ),
    no_rows(
        "redeemers_are_members",
        "No more members redeemed than there are, nor than coupons were",
        "redeemers not between 0 and least(members, redemptions)",
    ),
    no_rows(
        "redemption_pct_in_range",
        "Every redemption rate is of a campaign with members and in 0 to 100 %",
        "(redemption_pct is null) <> (members = 0) "
        "or redemption_pct not between 0 and 100",
    ),
    no_rows(
        "compared_are_members",
        "No more members are compared than there are, and none with nobody",
        "compared_members not between 0 and members "
        "or (compared_members = 0) <> (compared_non_members = 0)",
    ),
    no_rows(
        "means_have_people",
        "Every mean is one of people, and stands beside that of the other side",
        "(compared_members = 0 and coalesce(member_before_amount, "
        "member_during_amount, member_after_amount) is not null) "
        "or (member_before_amount is null) <> (non_member_before_amount is null) "
        "or (member_during_amount is null) <> (non_member_during_amount is null) "
        "or (member_after_amount is null) <> (non_member_after_amount is null)",
    ),
    nothing_in(
        "redemptions_are_counted",
        "A campaign has as many redemptions as are published",
        """
        select campaign_id
        from marts.kpi_campaigns
        left join (
            select campaign_id, count(*) as published
            from marts.fct_coupon_redemptions
            group by campaign_id
        ) as redeemed using (campaign_id)
        where redemptions <> coalesce(published, 0)
        """,
        unit="campaigns",
    ),
]
