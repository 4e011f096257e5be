"""Scores by what customers do other than to order, as they would be published."""

from quality.rules import no_rows, not_null, unique
from quality.suites.marts_customer_rfm import SCORED

TABLE = "marts.customer_rfm_of_events"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("conversion, customer_id", "Every customer is once in a conversion"),
    *(rule for rule in SCORED if rule.name != "scores_from_1_to_5"),
    no_rows(
        "scores_from_1_to_5",
        "Every score is 1, 2, 3, 4 or 5; that of money is there where money is",
        "not coalesce(r_score between 1 and 5 and f_score between 1 and 5, false) "
        "or coalesce(m_score not between 1 and 5, false) "
        "or (m_score is null) <> (monetary_amount is null)",
    ),
    no_rows(
        "rfm_score_from_1_to_5",
        "The linear score is a mean of scores",
        "rfm_score not between 1 and 5",
    ),
]
