"""People who sell, as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_crm.representatives"

RULES = [
    not_null("representative_id", "Every representative has an id"),
    no_rows(
        "manager_is_another",
        "No representative is their own manager",
        "manager_name = name",
        "warning",
    ),
]
