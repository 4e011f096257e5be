"""Answers to surveys, as received."""

from quality.rules import no_rows, not_null, one_of, plausible_time

TABLE = "raw_feedback.surveys"

RULES = [
    not_null("response_id", "Every answer has an id"),
    one_of(
        "kind",
        ["nps", "csat", "ces"],
        "Every survey is one of nps, csat and ces",
        "warning",
    ),
    no_rows(
        "nps_in_range",
        "Every answer to an nps survey lies between 0 and 10",
        "kind = 'nps' and score not between 0 and 10",
        "warning",
    ),
    plausible_time(
        "answered_at", "Every answer was given after 1970 and before tomorrow"
    ),
]
