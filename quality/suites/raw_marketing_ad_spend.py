"""What advertising cost, as received."""

from quality.rules import found_in, no_rows, not_null, unique

TABLE = "raw_marketing.ad_spend"

RULES = [
    not_null("spent_on", "Every spending has a day", "warning"),
    no_rows(
        "spent_on_plausible",
        "All money was spent after 1970 and before tomorrow",
        "spent_on <= '1970-01-01' "
        "or spent_on > cast(timezone('UTC', now()) + interval 14 hours as date)",
        "warning",
    ),
    no_rows(
        "spend_not_negative", "No spending is negative", "spend_amount < 0", "warning"
    ),
    no_rows(
        "clicks_within_impressions",
        "What was clicked was shown, and both counts are 0 or more",
        "clicks > impressions or clicks < 0 or impressions < 0",
        "warning",
    ),
    found_in("raw_marketing.campaigns", "campaign_id", "Every campaign was received"),
    unique(
        "source_name, campaign_id, channel, spent_on",
        "No campaign has a channel's day twice",
        "warning",
    ),
]
