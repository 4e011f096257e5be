"""The catalogue as received."""

from quality.rules import no_rows, not_null

TABLE = "raw_shop.products"

RULES = [
    not_null("product_id", "Every product has an id"),
    no_rows(
        "name_known",
        "Every product has a name or a category",
        "name is null and category is null",
        "warning",
    ),
    no_rows(
        "prices_not_negative",
        "No product has a negative price or cost",
        "list_price_amount < 0 or unit_cost_amount < 0",
        "warning",
    ),
    no_rows(
        "price_covers_cost",
        "No product is listed below its cost",
        "list_price_amount < unit_cost_amount",
        "warning",
    ),
]
