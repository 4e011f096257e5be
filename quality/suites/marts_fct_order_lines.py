"""Order lines as they would be published: each of an order and a product that exist."""

from quality.rules import no_rows, not_null, unique

TABLE = "marts.fct_order_lines"

RULES = [
    not_null("order_id", "Every line belongs to an order"),
    unique("order_id, line_number", "Every line is there once"),
    not_null("line_amount", "Every line has an amount"),
    no_rows(
        "order_published",
        "Every line's order is published too",
        "order_id is not null "
        "and order_id not in (select order_id from marts.fct_orders)",
    ),
    no_rows(
        "product_published",
        "Every line's product is published too",
        "product_id is not null "
        "and product_id not in (select product_id from marts.dim_products)",
    ),
]
