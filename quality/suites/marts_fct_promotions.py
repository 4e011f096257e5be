"""Promotions as they would be published: each of a product and a week.

That each is there once is tested by dbt, and 20.9 million rows need not be grouped
twice.
"""

from quality.rules import no_rows, not_null

TABLE = "marts.fct_promotions"

RULES = [
    not_null("product_id", "Every promotion is of a product"),
    not_null(
        "week_start_on", "Every promotion has a week, or it promotes no sale", "warning"
    ),
    no_rows(
        "is_promoted",
        "Every promotion is a display or in a mailer",
        "not is_on_display and not is_in_mailer",
        "warning",
    ),
    no_rows(
        "sales_have_a_week",
        "A promotion without a week has no sales",
        "week_start_on is null and (units <> 0 or revenue_amount <> 0)",
    ),
]
