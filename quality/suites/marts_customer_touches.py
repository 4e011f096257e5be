"""Touches as they would be published: each order shared whole, among real visits."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_touches"
CREDITS = ("first", "last", "last_non_direct", "linear", "position")

RULES = [
    not_null("order_id", "Every touch led to an order"),
    not_null("session_id", "Every touch is a visit"),
    unique("order_id, touch_number", "Every touch of an order is there once"),
    no_rows(
        "touches_numbered",
        "Touches of an order are numbered from 1 to the last",
        "touch_number not between 1 and touches",
    ),
    no_rows(
        "credits_in_range",
        "No touch gets less than nothing or more than its order",
        " or ".join(f"{name}_credit not between 0 and 1" for name in CREDITS),
    ),
    nothing_in(
        "credits_are_whole",
        "In every model the touches of an order share all of it",
        f"""
        select order_id
        from marts.customer_touches
        group by order_id
        having {" or ".join(f"abs(sum({name}_credit) - 1) > 1e-9" for name in CREDITS)}
        """,
        unit="orders",
    ),
    nothing_in(
        "orders_count",
        "Every touch led to an order that counts",
        """
        select order_id
        from marts.customer_touches
        where order_id not in (
            select order_id
            from marts.fct_orders
            where not is_cancelled and not is_return
        )
        """,
        unit="touches",
    ),
    nothing_in(
        "sessions_known",
        "Every touch is a session",
        """
        select session_id
        from marts.customer_touches
        where session_id not in (select session_id from marts.fct_sessions)
        """,
        unit="touches",
    ),
]
