"""Daily sales as they would be published: every day once, and as the orders say."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.kpi_daily_sales"

RULES = [
    not_null("day_on", "Every row is of a day"),
    unique("day_on", "Every day is there once"),
    Rule(
        "days_continuous",
        "No day is left out between the first and the last",
        "coalesce(max(day_on) - min(day_on) + 1 - count(distinct day_on), 0)",
        unit="days",
    ),
    no_rows(
        "day_on_not_in_future",
        "No day is after today, anywhere on earth",
        "day_on > cast(timezone('UTC', now()) + interval 14 hours as date)",
        "warning",
    ),
    nothing_in(
        "revenue_is_sum_of_orders",
        "The revenue of a day is the sum of its orders, to the cent",
        """
        select day_on
        from marts.kpi_daily_sales as days
        full join (
            select ordered_on as day_on, sum(order_amount) as revenue_amount
            from marts.fct_orders
            where ordered_on is not null
            group by ordered_on
        ) as orders using (day_on)
        where abs(
            coalesce(days.revenue_amount, 0) - coalesce(orders.revenue_amount, 0)
        ) >= 0.005
        """,
        unit="days",
    ),
    nothing_in(
        "orders_are_counted",
        "A day has as many orders as are neither cancelled nor returns",
        """
        select day_on
        from marts.kpi_daily_sales as days
        full join (
            select ordered_on as day_on, count(*) as orders
            from marts.fct_orders
            where ordered_on is not null and not is_cancelled and not is_return
            group by ordered_on
        ) as orders using (day_on)
        where coalesce(days.orders, 0) <> coalesce(orders.orders, 0)
        """,
        unit="days",
    ),
]
