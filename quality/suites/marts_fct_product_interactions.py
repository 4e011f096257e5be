"""What visitors did with products as it would be published: within their sessions."""

from quality.rules import no_rows, not_null, one_of, unique

TABLE = "marts.fct_product_interactions"

KINDS = [
    "impression",
    "view",
    "wishlist",
    "add",
    "remove",
    "cart",
    "checkout",
    "purchase",
    "refund",
    "review",
]

RULES = [
    unique(
        "source_name, message_id, line_number",
        "Every product of an event's list is there once",
    ),
    not_null("product_id", "Every interaction is with a product"),
    not_null("session_id", "Every interaction is within a session"),
    one_of("kind", KINDS, "Interactions are of the kinds that there are"),
    no_rows(
        "amount_is_quantity_times_price",
        "The amount of an interaction is its quantity times its price, to the cent",
        "abs(line_amount - quantity * price_amount) >= 0.005",
    ),
]
