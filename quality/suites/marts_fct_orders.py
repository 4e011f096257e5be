"""Orders as they would be published: each once, dated, and worth what its lines are."""

from quality.rules import (
    no_rows,
    not_null,
    nothing_in,
    plausible_time,
    unique,
)

TABLE = "marts.fct_orders"

RULES = [
    not_null("order_id", "Every order has an id"),
    unique("order_id", "Every order is there once"),
    not_null("order_amount", "Every order has an amount"),
    not_null(
        "ordered_on", "Every order has a day, or daily sales lack its money", "warning"
    ),
    plausible_time(
        "ordered_at", "Every order was placed after 1970 and before tomorrow"
    ),
    no_rows(
        "ordered_on_near_ordered_at",
        "The local day of an order is within a day of its UTC time",
        "abs(ordered_on - cast(ordered_at as date)) > 1",
    ),
    nothing_in(
        "amount_is_sum_of_lines",
        "The amount of an order is the sum of its lines, to the cent",
        """
        select orders.order_id
        from marts.fct_orders as orders
        join (
            select order_id, sum(line_amount) as lines_amount
            from marts.fct_order_lines
            group by order_id
        ) as lines using (order_id)
        where abs(orders.order_amount - lines.lines_amount) >= 0.005
        """,
        unit="orders",
    ),
    nothing_in(
        "line_count_is_count_of_lines",
        "An order has as many lines as it says",
        """
        select orders.order_id
        from marts.fct_orders as orders
        left join (
            select order_id, count(*) as lines
            from marts.fct_order_lines
            group by order_id
        ) as lines using (order_id)
        where orders.line_count <> coalesce(lines.lines, 0)
        """,
        unit="orders",
    ),
]
