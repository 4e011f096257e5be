"""Which product was promoted in which store and week, as received.

Repeats are counted here and removed in staging.
"""

from quality.rules import found_in, no_rows, not_null, unique

TABLE = "raw_marketing.promotions"

RULES = [
    not_null("product_id", "Every promotion is of a product"),
    no_rows(
        "week_start_on_plausible",
        "Every promotion starts after 1970 and within the next two years",
        "week_start_on <= '1970-01-01' "
        "or week_start_on > current_date + interval 2 years",
        "warning",
    ),
    found_in("raw_shop.products", "product_id", "Every product is in the catalogue"),
    unique(
        "source_name, product_id, store_id, week_start_on",
        "No product is promoted twice in a store and week",
        "warning",
    ),
]
