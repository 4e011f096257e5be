"""Order lines as received: what was sold, when, and for how much.

Lines of which nothing may be believed stop the run. Odd lines are counted, not
dropped: two identical lines are two lines, and a quantity may be litres.
"""

from quality.rules import found_in, no_rows, not_null, plausible_time, unique

TABLE = "raw_shop.order_lines"

RULES = [
    not_null("order_id", "Every line belongs to an order"),
    no_rows(
        "time_known",
        "Every line has a time, its own or its order's",
        "ordered_at is null and order_id not in (select order_id from raw_shop.orders)",
        "warning",
    ),
    plausible_time("ordered_at", "Every line was sold after 1970 and before tomorrow"),
    no_rows(
        "amount_known",
        "Every line has an amount, or a quantity and a unit price",
        "line_amount is null and (quantity is null or unit_price is null)",
        "warning",
    ),
    no_rows(
        "amount_plausible",
        "No line is worth more than 10,000 times the typical one",
        "abs(line_amount) > 10000 * (select median(abs(line_amount)) "
        "from raw_shop.order_lines where line_amount <> 0)",
        "warning",
    ),
    no_rows(
        "discount_not_negative",
        "No discount is negative",
        "discount_amount < 0",
        "warning",
    ),
    no_rows(
        "quantity_not_zero", "Every line counts something", "quantity = 0", "warning"
    ),
    no_rows(
        "quantity_plausible",
        "No line counts more than 1,000 of a thing",
        "abs(quantity) > 1000",
        "warning",
    ),
    no_rows(
        "signs_agree",
        "A returned quantity has a returned amount",
        "sign(quantity) * sign(line_amount) < 0",
        "warning",
    ),
    found_in("raw_shop.products", "product_id", "Every product is in the catalogue"),
    found_in("raw_shop.orders", "order_id", "Every line's order was received too"),
    unique(
        "source_name, order_id, line_number, product_id, "
        "quantity, unit_price, line_amount, discount_amount, ordered_at",
        "No line repeats another one in all its values",
        "warning",
    ),
]
