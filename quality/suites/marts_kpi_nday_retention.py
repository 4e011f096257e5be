"""N-day, rolling and bracket retention as they would be published."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.kpi_nday_retention"

RULES = [
    not_null("cohort_start_on", "Every row is of a cohort"),
    one_of(
        "population",
        ["visitors", "customers"],
        "Who comes back are visitors and customers",
    ),
    one_of("period", ["day", "week", "month"], "Cohorts are days, weeks and months"),
    one_of(
        "kind",
        ["return_on", "on_or_after", "bracket"],
        "Retention is on a day, from it on, or within a bracket",
    ),
    unique(
        "population, period, cohort_start_on, kind, from_day, to_day",
        "Every cell is there once",
    ),
    no_rows(
        "retained_within_cohort",
        "Nobody is retained who is not of the cohort",
        "retained not between 0 and cohort_size",
    ),
    no_rows(
        "retention_is_what_counts_say",
        "The rate of the cohort are the retained",
        "abs(cohort_size * retention_pct / 100 - retained) >= 0.001",
    ),
    nothing_in(
        "on_a_day_is_on_or_after_it",
        "Who came back on a day came back on it or later",
        """
        select returned.cohort_start_on
        from marts.kpi_nday_retention as returned
        join marts.kpi_nday_retention as later
            using (population, period, cohort_start_on, from_day)
        where returned.kind = 'return_on' and later.kind = 'on_or_after'
            and returned.retained > later.retained
        """,
        unit="cells",
    ),
    nothing_in(
        "customers_have_a_cohort",
        "Every customer who ordered is in one cohort of each kind",
        """
        select period
        from marts.kpi_nday_retention
        where population = 'customers' and kind = 'on_or_after'
        group by period, from_day
        having sum(cohort_size) <> (select count(*) from marts.customer_lifecycle)
        """,
        unit="kinds of cohort",
    ),
]
