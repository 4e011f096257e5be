"""The periods of visits as they would be published: no day missing, all in one."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_kpi_lifecycle import PERIODS

TABLE = "marts.dim_event_periods"
KINDS = (*PERIODS, "all")

RULES = [
    not_null("day_on", "Every row is of a day"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    unique("period, day_on", "Every day is in one period of each kind"),
    no_rows(
        "days_within_their_period",
        "A day lies in its period",
        "day_on not between period_start_on and period_end_on",
    ),
    nothing_in(
        "visits_have_a_day",
        "Every day on which a visit began is there",
        """
        select distinct started_on
        from marts.fct_sessions
        where started_on not in (
            select day_on from marts.dim_event_periods where period = 'all'
        )
        """,
        unit="days",
    ),
]
