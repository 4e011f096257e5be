"""Stages of life as they would be published: one of every customer who ordered."""

from quality.rules import Rule, no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.customer_lifecycle"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("customer_id", "Every customer is there once"),
    not_null("stage", "Every customer is at a stage"),
    one_of(
        "stage",
        ["onboarding", "active", "cooling", "lost"],
        "Every stage is one of the four",
    ),
    Rule(
        "as_of_on_is_one",
        "Days are counted to one day for all",
        "greatest(count(distinct as_of_on) - 1, 0)",
        unit="further days",
    ),
    no_rows(
        "days_in_order",
        "The first order is not after the last, and recency counts from the last",
        "first_ordered_on > last_ordered_on "
        "or recency_days <> as_of_on - last_ordered_on or recency_days < 0",
    ),
    nothing_in(
        "customers_are_those_who_ordered",
        "Everybody who ordered is here, with all their orders",
        """
        select customer_id
        from marts.customer_lifecycle as lifecycle
        full join (
            select customer_id, count(*) as orders
            from marts.fct_orders
            where customer_id is not null
                and not is_cancelled
                and not is_return
                and ordered_on
                <= (select max(as_of_on) from marts.customer_lifecycle)
            group by customer_id
        ) as counted using (customer_id)
        where coalesce(lifecycle.orders, 0) <> coalesce(counted.orders, 0)
        """,
        unit="customers",
    ),
]
