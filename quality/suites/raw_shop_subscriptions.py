"""Subscriptions as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_shop.subscriptions"

RULES = [
    not_null("subscription_id", "Every subscription has an id"),
    not_null("started_on", "Every subscription has a first day"),
    no_rows(
        "ends_after_start",
        "No subscription ends before it starts",
        "ended_on < started_on",
        "warning",
    ),
    no_rows(
        "amount_not_negative",
        "No subscription costs less than nothing",
        "amount < 0",
        "warning",
    ),
    no_rows(
        "started_on_plausible",
        "Every subscription starts after 1970 and within the next two years",
        "started_on <= '1970-01-01' or started_on > current_date + interval 2 years",
        "warning",
    ),
]
