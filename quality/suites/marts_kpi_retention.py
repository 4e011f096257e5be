"""Retention rates as they would be published: what their own counts say."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_kpi_lifecycle import PERIODS

TABLE = "marts.kpi_retention"

RULES = [
    not_null("period_start_on", "Every row is of a period"),
    one_of("period", PERIODS, "Periods are weeks, months, quarters and years"),
    unique("period, period_start_on", "Every period is there once"),
    no_rows(
        "classic_is_what_counts_say",
        "The classic rate of those at the start, and the won, are those at the end",
        "abs(customers_at_start * classic_retention_pct / 100 "
        "+ customers_won - customers_at_end) >= 0.001",
    ),
    no_rows(
        "returning_is_what_counts_say",
        "The returning rate of those at the start are the retained",
        "abs(customers_at_start * returning_retention_pct / 100 "
        "- customers_retained) >= 0.001",
    ),
    no_rows(
        "retained_within_start",
        "Nobody is retained who was not there at the start",
        "customers_retained not between 0 and customers_at_start",
    ),
    no_rows(
        "no_rate_of_nobody",
        "There is a rate where somebody was there at the start, and else none",
        "(coalesce(customers_at_start, 0) = 0) <> (classic_retention_pct is null) "
        "or (coalesce(customers_at_start, 0) = 0) <> (returning_retention_pct is null)",
    ),
    nothing_in(
        "counts_are_those_of_lifecycle",
        "Periods, the won, the retained and those at the end are as in kpi_lifecycle",
        """
        select period_start_on
        from marts.kpi_retention as retention
        full join marts.kpi_lifecycle as lifecycle using (period, period_start_on)
        where coalesce(
            retention.customers_won <> lifecycle.new_customers
            or retention.customers_at_end <> lifecycle.active_customers
            or retention.customers_retained <> lifecycle.returning_customers
            or retention.customers_at_start
            <> lifecycle.returning_customers + lifecycle.dormant_customers,
            retention.period is null or lifecycle.period is null
        )
        """,
        unit="periods",
    ),
]
