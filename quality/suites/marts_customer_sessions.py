"""Visits of customers as they would be published: each of one customer."""

from quality.rules import not_null, nothing_in, unique

TABLE = "marts.customer_sessions"

RULES = [
    not_null("customer_id", "Every visit is of a customer"),
    unique("session_id", "Every visit is there once"),
    nothing_in(
        "customers_known",
        "Every visit's customer is published too",
        """
        select distinct customer_id
        from marts.customer_sessions
        where customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
    nothing_in(
        "sessions_known",
        "Every visit is a session",
        """
        select session_id
        from marts.customer_sessions
        where session_id not in (select session_id from marts.fct_sessions)
        """,
        unit="sessions",
    ),
]
