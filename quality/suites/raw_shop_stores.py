"""Stores as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_shop.stores"

RULES = [
    not_null("store_id", "Every store has an id"),
    no_rows(
        "place_plausible",
        "Every store is on the globe, and not where both coordinates are zero",
        "abs(latitude) > 90 or abs(longitude) > 180 "
        "or (latitude = 0 and longitude = 0)",
        "warning",
    ),
]
