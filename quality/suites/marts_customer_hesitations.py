"""Hesitation as it would be published: of somebody who is known, and not yet over."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_hesitations"

RULES = [
    not_null("visitor_id", "Every row is of a visitor"),
    not_null("product_id", "Every row is of a product"),
    unique("customer_id, visitor_id, product_id", "Nobody hesitates twice at once"),
    no_rows(
        "viewed_since_bought",
        "Views come after the last order, and the last of them is not the first",
        "views < 2 or last_viewed_at < first_viewed_at "
        "or first_viewed_at <= bought_before_at",
    ),
    nothing_in(
        "customers_known",
        "Every customer is published too",
        """
        select distinct customer_id
        from marts.customer_hesitations
        where customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
]
