"""Ids that are no more as they would be published: each leads to a customer."""

from quality.rules import not_null, nothing_in, unique

TABLE = "marts.customer_redirects"

RULES = [
    not_null("redirected_at", "Every id says since when it is no more"),
    unique("customer_id", "Every id is there once"),
    nothing_in(
        "ids_are_no_more",
        "No id that leads elsewhere is a customer's",
        """
        select customer_id
        from marts.customer_redirects
        where customer_id in (select customer_id from marts.dim_customers)
        """,
        unit="ids",
    ),
    nothing_in(
        "customers_known",
        "Every id leads to a customer, in one step",
        """
        select to_customer_id
        from marts.customer_redirects
        where coalesce(
            to_customer_id not in (select customer_id from marts.dim_customers), true
        )
        """,
        unit="ids",
    ),
]
