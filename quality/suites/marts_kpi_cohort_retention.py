"""The cohort matrix as it would be published: no cell missing, everybody in it."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_kpi_lifecycle import PERIODS

TABLE = "marts.kpi_cohort_retention"

RULES = [
    not_null("cohort_start_on", "Every row is of a cohort"),
    one_of("period", PERIODS, "Periods are weeks, months, quarters and years"),
    unique("period, cohort_start_on, periods_later", "Every cell is there once"),
    no_rows(
        "cohorts_begin_whole",
        "In its own period all of a cohort are active",
        "periods_later = 0 "
        "and (active_customers <> cohort_customers or retention_pct <> 100)",
    ),
    no_rows(
        "retention_is_what_counts_say",
        "The rate of the cohort are the active",
        "abs(cohort_customers * retention_pct / 100 - active_customers) >= 0.001",
    ),
    no_rows(
        "active_within_cohort",
        "Nobody is active who is not of the cohort",
        "active_customers not between 0 and cohort_customers",
    ),
    nothing_in(
        "cells_dense",
        "A cohort has a cell for every period from its own to the last",
        """
        select cohort_start_on
        from (
            select period, cohort_start_on, count(*) as cells
            from marts.kpi_cohort_retention
            group by period, cohort_start_on
        ) as cohorts
        join marts.kpi_retention as periods
            on cohorts.period = periods.period
            and cohorts.cohort_start_on <= periods.period_start_on
        group by cohorts.period, cohort_start_on, cells
        having count(*) <> cells
        """,
        unit="cohorts",
    ),
    nothing_in(
        "everybody_has_a_cohort",
        "Every customer who ordered is in one cohort of each kind of period",
        """
        select period
        from marts.kpi_cohort_retention
        where periods_later = 0
        group by period
        having sum(cohort_customers)
            <> (select count(*) from marts.customer_lifecycle)
        """,
        unit="kinds of period",
    ),
]
