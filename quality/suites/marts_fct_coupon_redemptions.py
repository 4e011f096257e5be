"""Redemptions as they would be published: each once, and of a published campaign."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.fct_coupon_redemptions"

RULES = [
    not_null("redemption_id", "Every redemption has an id"),
    unique("redemption_id", "Every redemption is there once"),
    nothing_in(
        "campaign_published",
        "Every redemption's campaign is published too",
        """
        select campaign_id
        from marts.fct_coupon_redemptions
        where campaign_id is not null
            and campaign_id not in (select campaign_id from marts.kpi_campaigns)
        """,
        unit="redemptions",
    ),
    not_null("campaign_id", "Every redemption is of a campaign", "warning"),
    no_rows(
        "redeemed_by_members",
        "Every coupon of a campaign was redeemed by a member of it",
        "campaign_id is not null and not is_campaign_member",
        "warning",
    ),
    no_rows(
        "redeemed_in_period",
        "Every coupon of a campaign was redeemed while it ran",
        "not is_in_campaign_period",
        "warning",
    ),
]
