"""Contacts that may be one person as they would be published, for a person to judge."""

from quality.rules import no_rows, not_null, one_of, unique

TABLE = "marts.customer_matches"

DECISIONS = ["merge", "review", "held", "same", "different"]

RULES = [
    not_null("decision", "Every pair says what is made of it"),
    one_of("decision", DECISIONS, "What is made of a pair is one of five"),
    unique("left_identifier, right_identifier", "Every two contacts are there once"),
    no_rows(
        "sides_in_order",
        "The smaller identifier stands on the left, so that no pair is turned around",
        "left_identifier >= right_identifier",
    ),
    no_rows(
        "probability_from_0_to_1",
        "Every pair has a probability from 0 to 1",
        "not coalesce(probability between 0 and 1, false)",
    ),
    no_rows(
        "explanation_adds_up",
        "What was compared adds up to the weight",
        "abs(weight - list_sum(list_concat("
        "cast(json_extract(explanation, '$[*].weight') as double[]), "
        "cast(json_extract(explanation, '$[*].frequency_weight') as double[])"
        "))) >= 0.01",
        severity="warning",
    ),
]
