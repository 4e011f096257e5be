"""Stores as they would be published: each once, and each that an order names."""

from quality.rules import not_null, nothing_in, unique

TABLE = "marts.dim_stores"

RULES = [
    not_null("store_id", "Every store has an id"),
    unique("store_id", "Every store is there once"),
    nothing_in(
        "order_stores_published",
        "Every store of an order is published too",
        """
        select distinct store_id
        from marts.fct_orders
        where store_id is not null
            and store_id not in (select store_id from marts.dim_stores)
        """,
        unit="stores",
    ),
]
