"""Customers as they would be published: each once, with all of their orders."""

from quality.rules import not_null, nothing_in, unique

TABLE = "marts.dim_customers"

RULES = [
    not_null("customer_id", "Every customer has an id"),
    unique("customer_id", "Every customer is there once"),
    nothing_in(
        "order_customers_published",
        "Every customer of an order is published too",
        """
        select distinct customer_id
        from marts.fct_orders
        where customer_id is not null
            and customer_id not in (select customer_id from marts.dim_customers)
        """,
        unit="customers",
    ),
    nothing_in(
        "revenue_is_sum_of_orders",
        "The revenue of a customer is the sum of their orders, to the cent",
        """
        select customers.customer_id
        from marts.dim_customers as customers
        left join (
            select customer_id, sum(order_amount) as revenue_amount
            from marts.fct_orders
            group by customer_id
        ) as orders using (customer_id)
        where abs(customers.revenue_amount - coalesce(orders.revenue_amount, 0))
            >= 0.005
        """,
        unit="customers",
    ),
]
