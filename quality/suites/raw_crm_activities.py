"""Meetings, calls, e-mails and letters, as received."""

from quality.rules import found_in, no_rows, not_null, one_of

TABLE = "raw_crm.activities"

RULES = [
    not_null("activity_id", "Every activity has an id"),
    not_null("kind", "Every activity is of a kind"),
    one_of(
        "kind",
        ["meeting", "call", "email", "letter"],
        "Every activity is a meeting, a call, an email or a letter",
        "warning",
    ),
    no_rows(
        "duration_plausible",
        "Every activity takes between nothing and a day",
        "duration_minutes not between 0 and 24 * 60",
        "warning",
    ),
    no_rows(
        "booked_before_start",
        "No activity is booked after it started",
        "booked_at > starts_at",
        "warning",
    ),
    found_in("raw_crm.deals", "deal_id", "Every activity's deal is known"),
]
