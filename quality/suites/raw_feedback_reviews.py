"""Reviews as received."""

from quality.rules import found_in, no_rows, not_null, plausible_time

TABLE = "raw_feedback.reviews"

RULES = [
    not_null("review_id", "Every review has an id"),
    no_rows(
        "says_something",
        "Every review has a rating, a title or a text",
        "rating is null and coalesce(title, body) is null",
        "warning",
    ),
    no_rows(
        "rating_not_negative",
        "No rating is negative",
        "rating < 0",
        "warning",
    ),
    plausible_time(
        "written_at", "Every review was written after 1970 and before tomorrow"
    ),
    found_in("raw_shop.products", "product_id", "Every reviewed product is known"),
]
