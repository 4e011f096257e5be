"""Switching between products as it would be published: within what was viewed."""

from quality.rules import no_rows, not_null, one_of, unique
from quality.suites.marts_dim_event_periods import KINDS

TABLE = "marts.kpi_product_switching"

RULES = [
    not_null("category", "Every pair is of a category"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    one_of("value_kind", ("product", "brand"), "Pairs are of products or brands"),
    unique(
        "period, period_start_on, value_kind, category, from_value, to_value",
        "Every pair is there once a period",
    ),
    no_rows(
        "sessions_within_base",
        "No pair has more sessions than those that viewed the one and bought",
        "sessions not between 1 and base_sessions "
        "or switched_sessions not between 0 and sessions",
    ),
    no_rows(
        "who_stays_does_not_switch",
        "From itself to itself nobody switches",
        "from_value = to_value and switched_sessions <> 0",
    ),
]
