"""Ends of funnels as they would be published: as far as the steps say, no further."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_dim_event_periods import KINDS

TABLE = "marts.kpi_funnel_conversions"

RULES = [
    not_null("entered", "Every row says how many entered"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    unique("funnel, period, period_start_on", "Every period of a funnel is there once"),
    no_rows(
        "who_arrived_had_entered",
        "Nobody arrives who did not enter, and it takes time where somebody does",
        "arrived not between 0 and entered "
        "or (arrived = 0) <> (median_duration_s is null)",
    ),
    nothing_in(
        "ends_are_steps",
        "Who entered and arrived is at the first step and at the last",
        """
        select 1
        from marts.kpi_funnel_conversions as ends
        join marts.kpi_funnels as steps using (funnel, period, period_start_on)
        where breakdown = 'all'
        group by funnel, period, period_start_on
        having max(entered) <> max(visitors) or max(arrived) <> min(visitors)
        """,
        unit="periods",
    ),
]
