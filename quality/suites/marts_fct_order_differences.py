"""Orders of the shop beside those of events: where they differ, somebody should look."""

from quality.rules import no_rows, not_null, one_of, unique

TABLE = "marts.fct_order_differences"

RULES = [
    not_null("order_id", "Every comparison is of an order"),
    unique("order_id", "Every order is compared once"),
    one_of("side", ["both", "shop", "events"], "An order is known to one side or both"),
    no_rows(
        "amounts_agree",
        "An order is worth the same by its event as in the shop's system",
        "is_different",
        "warning",
    ),
    no_rows(
        "orders_reached_the_shop",
        "Every order that an event told is in the shop's system",
        "side = 'events'",
        "warning",
    ),
]
