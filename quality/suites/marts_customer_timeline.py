"""What happened to customers as it would be published: each fact once, none lost."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_timeline"

RULES = [
    not_null("customer_id", "Every fact is of a customer"),
    not_null("occurred_at", "Every fact has a time"),
    not_null("title", "Every fact has words"),
    unique("kind, source_name, source_key", "Every fact is there once"),
    nothing_in(
        "customers_known",
        "Every fact's customer is published too",
        """
        select distinct customer_id
        from marts.customer_timeline
        where customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
    nothing_in(
        "orders_are_all_there",
        "What customers paid and got back is that of their orders, to the cent",
        """
        with told as (
            select customer_id, sum(amount) as amount
            from marts.customer_timeline
            where amount is not null
            group by customer_id
        ),
        orders as (
            select customer_id, sum(order_amount) as amount
            from marts.fct_orders
            where customer_id is not null and ordered_at is not null
            group by customer_id
        )
        select customer_id
        from told
        full join orders using (customer_id)
        where abs(coalesce(told.amount, 0) - coalesce(orders.amount, 0)) >= 0.005
        """,
        unit="customers",
    ),
    Rule(
        "sessions_are_all_there",
        "The visits of customers are there once each",
        "abs(count(*) filter (where kind = 'session') "
        "- (select count(*) from marts.customer_sessions))",
        unit="sessions",
    ),
    no_rows(
        "amounts_are_of_orders",
        "Only orders, returns and refunds have an amount",
        "amount is not null "
        "and kind not in ('order', 'return', 'refund', 'cancelled_order')",
    ),
]
