"""Viewers and buyers as they would be published: nobody buys who did not view."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique
from quality.suites.marts_dim_event_periods import KINDS

TABLE = "marts.kpi_view_not_buy"

RULES = [
    not_null("product_group", "Every row is of a group of products"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    one_of(
        "group_kind",
        ("department", "category", "all"),
        "Products are grouped by department and category",
    ),
    unique(
        "period, period_start_on, group_kind, product_group, age_band",
        "Every group and age of a period is there once",
    ),
    no_rows(
        "buyers_are_viewers",
        "There are viewers, and no more buyers than viewers",
        "viewers < 1 or buyers not between 0 and viewers",
    ),
    no_rows(
        "share_is_what_counts_say",
        "The share of who did not buy is what its counts say",
        "abs(viewers * (100 - not_buying_pct) / 100 - buyers) >= 0.001",
    ),
    nothing_in(
        "ages_add_up",
        "The ages of a group have all viewers and buyers together",
        """
        select 1
        from marts.kpi_view_not_buy
        group by period, period_start_on, group_kind, product_group
        having sum(viewers) <> 2 * sum(viewers) filter (age_band = 'all')
            or sum(buyers) <> 2 * sum(buyers) filter (age_band = 'all')
        """,
        unit="groups",
    ),
]
