"""Orders as received, beside their lines."""

from quality.rules import no_rows, not_null, plausible_time

TABLE = "raw_shop.orders"

RULES = [
    not_null("order_id", "Every order has an id"),
    not_null("ordered_at", "Every order has a time"),
    plausible_time(
        "ordered_at", "Every order was placed after 1970 and before tomorrow"
    ),
    no_rows(
        "amount_plausible",
        "No order is worth more than 10,000 times the typical one",
        "abs(order_amount) > 10000 * (select median(abs(order_amount)) "
        "from raw_shop.orders where order_amount <> 0)",
        "warning",
    ),
    no_rows(
        "currency_is_one",
        "All orders are in one currency, for amounts are summed as they are",
        "currency <> (select mode(currency) from raw_shop.orders)",
        "warning",
    ),
    no_rows(
        "lines_received",
        "Every order has lines, where lines were received at all",
        "order_id not in "
        "(select order_id from raw_shop.order_lines where order_id is not null) "
        "and exists (select 1 from raw_shop.order_lines)",
        "warning",
    ),
]
