"""Funnels as they would be published: nobody at a step who is not at all before."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_dim_event_periods import KINDS

TABLE = "marts.kpi_funnels"
BREAKDOWNS = ("all", "age_band", "device", "campaign")

RULES = [
    not_null("breakdown_value", "Every row says of whom it is"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    one_of(
        "breakdown", BREAKDOWNS, "Visitors are told apart by age, device and campaign"
    ),
    unique(
        "funnel, period, period_start_on, breakdown, breakdown_value, step",
        "Every step of a funnel is there once",
    ),
    no_rows(
        "rates_are_shares",
        "Shares of the first step and of the one before are of 0 to 100",
        "of_first_pct not between 0 and 100 or of_before_pct not between 0 and 100",
    ),
    no_rows(
        "reached_in_time",
        "A step takes no time below 0, and none where nobody reached it",
        "median_to_step_s < 0 or (visitors = 0) <> (median_to_step_s is null)",
    ),
    nothing_in(
        "steps_never_grow",
        "No step has more visitors than the one before",
        """
        select 1
        from marts.kpi_funnels as later
        join marts.kpi_funnels as earlier
            using (funnel, period, period_start_on, breakdown, breakdown_value)
        where later.step = earlier.step + 1 and later.visitors > earlier.visitors
        """,
        unit="steps",
    ),
    nothing_in(
        "values_add_up",
        "The values of a break-down have all visitors together",
        """
        select 1
        from marts.kpi_funnels
        group by funnel, period, period_start_on, step
        having count(distinct breakdown) <> 4
            or sum(visitors) <> 4 * sum(visitors) filter (breakdown = 'all')
        """,
        unit="steps",
    ),
]
