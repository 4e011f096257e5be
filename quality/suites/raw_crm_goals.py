"""Goals as received."""

from quality.rules import no_rows, not_null, one_of

TABLE = "raw_crm.goals"

RULES = [
    not_null("goal_id", "Every goal has an id"),
    not_null("metric", "Every goal is for a metric"),
    not_null("target", "Every goal has a target"),
    no_rows(
        "ends_after_start",
        "Every goal has a first day, and a last day that is not before it",
        "starts_on is null or ends_on is null or ends_on < starts_on",
    ),
    one_of(
        "scope",
        ["company", "team", "representative"],
        "Every goal is the company's, a team's or a representative's",
    ),
    no_rows(
        "scope_id_filled",
        "Every goal of a team or a representative says whose it is",
        "scope in ('team', 'representative') and scope_id is null",
    ),
]
