"""Support tickets as received."""

from quality.rules import no_rows, not_null, plausible_time

TABLE = "raw_feedback.tickets"

RULES = [
    not_null("ticket_id", "Every ticket has an id"),
    plausible_time(
        "opened_at", "Every ticket was opened after 1970 and before tomorrow"
    ),
    no_rows(
        "closed_after_opened",
        "No ticket is closed before it is opened",
        "closed_at < opened_at",
        "warning",
    ),
]
