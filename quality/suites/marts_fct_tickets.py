"""Tickets as they would be published: each once, and closed after it was opened."""

from quality.rules import no_rows, not_null, unique

TABLE = "marts.fct_tickets"

RULES = [
    not_null("ticket_id", "Every ticket has an id"),
    unique("source_name, ticket_id", "Every ticket of a source is there once"),
    not_null("opened_on", "Every ticket was opened on a day", "warning"),
    no_rows(
        "closed_after_opened",
        "Every ticket was closed after it was opened",
        "closed_at < opened_at",
        "warning",
    ),
]
