"""Who was in which campaign, as received."""

from quality.rules import found_in, not_null, unique

TABLE = "raw_marketing.campaign_members"

RULES = [
    not_null("campaign_id", "Every membership is of a campaign"),
    not_null("customer_id", "Every membership is of a customer"),
    found_in("raw_marketing.campaigns", "campaign_id", "Every campaign was received"),
    unique(
        "source_name, campaign_id, customer_id",
        "No customer is in a campaign twice",
        "warning",
    ),
]
