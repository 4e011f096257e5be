"""Answers to surveys as they would be published: each once, on its survey's scale."""

from quality.rules import no_rows, not_null, unique

TABLE = "marts.fct_survey_answers"

RULES = [
    not_null("response_id", "Every answer has an id"),
    unique("source_name, response_id", "Every answer of a source is there once"),
    not_null("answered_on", "Every answer was given on a day", "warning"),
    no_rows(
        "score_in_range",
        "Every answer is on the scale of its survey",
        "(kind = 'nps' and score not between 0 and 10) "
        "or (kind = 'csat' and score not between 1 and 5)",
        "warning",
    ),
]
