"""Campaigns as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_marketing.campaigns"

RULES = [
    not_null("campaign_id", "Every campaign has an id"),
    no_rows(
        "ends_after_start",
        "No campaign ends before it starts",
        "ends_on < starts_on",
        "warning",
    ),
    no_rows(
        "starts_on_plausible",
        "Every campaign starts after 1970 and within the next two years",
        "starts_on <= '1970-01-01' or starts_on > current_date + interval 2 years",
        "warning",
    ),
    no_rows(
        "budget_not_negative",
        "No campaign has a negative budget",
        "budget_amount < 0",
        "warning",
    ),
]
