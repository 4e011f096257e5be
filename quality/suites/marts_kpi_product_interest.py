"""Interest in products as it would be published: all that visitors did is counted."""

from quality.rules import Rule, no_rows, not_null, one_of, unique
from quality.suites.marts_dim_event_periods import KINDS

TABLE = "marts.kpi_product_interest"

RULES = [
    not_null("product_id", "Every row is of a product"),
    one_of("period", KINDS, "Periods are weeks, months, quarters, years and all"),
    unique("period, period_start_on, product_id", "A product is there once a period"),
    no_rows(
        "viewers_within_views",
        "Who views a product views it at least once",
        "viewers not between 0 and views or (viewers = 0) <> (views = 0)",
    ),
    Rule(
        "interactions_are_all_there",
        "All that was done with products is counted once in all days together",
        """
        abs(coalesce(
            sum(views + adds + removes + purchases) filter (where period = 'all'), 0
        ) - (
            select count(*)
            from marts.fct_product_interactions
            where kind in ('view', 'add', 'remove', 'purchase')
        ))
        """,
        unit="interactions",
        compares_rows=True,
    ),
]
