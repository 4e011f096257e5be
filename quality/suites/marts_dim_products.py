"""Products as they would be published: each once."""

from quality.rules import not_null, unique

TABLE = "marts.dim_products"

RULES = [
    not_null("product_id", "Every product has an id"),
    unique("product_id", "Every product is there once"),
]
