"""Customers on one line as they would be published: all of them, and nothing twice."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_360"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("customer_id", "Every customer is there once"),
    nothing_in(
        "customers_are_all_there",
        "The customers are those of dim_customers, with the same orders and revenue",
        """
        select customer_id
        from marts.customer_360 as one
        full join marts.dim_customers as customers using (customer_id)
        where one.orders is distinct from customers.orders
            or one.revenue_amount is distinct from customers.revenue_amount
        """,
        unit="customers",
    ),
    Rule(
        "sessions_are_all_there",
        "The visits of customers are counted once each",
        "abs(coalesce(sum(sessions), 0) "
        "- (select count(*) from marts.customer_sessions))",
        unit="sessions",
    ),
    no_rows(
        "persons_within_contacts",
        "No customer is more persons than there are contacts, nor none with one",
        "persons > contacts or (persons = 0 and contacts > 0)",
    ),
    no_rows(
        "last_touch_before_first_order",
        "What led to a first order was there before it",
        "last_touch_at > first_ordered_at or last_touch_at < first_touch_at",
    ),
    no_rows(
        "open_tickets_within_tickets",
        "No more tickets are open than there are",
        "open_tickets not between 0 and tickets",
    ),
]
