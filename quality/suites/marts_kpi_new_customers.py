"""The quality of new customers as it would be published: nobody twice, none missing."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.kpi_new_customers"

RULES = [
    not_null("month_start_on", "Every row is of a month"),
    unique("month_start_on, channel", "Every channel is once in a month"),
    no_rows(
        "repeat_within_customers",
        "Nobody orders again who did not order first",
        "repeat_customers not between 0 and customers "
        "or abs(customers * repeat_pct / 100 - repeat_customers) >= 0.001",
    ),
    nothing_in(
        "channels_add_up",
        "The channels of a month are all its new customers, and their first orders",
        """
        select month_start_on
        from marts.kpi_new_customers
        group by month_start_on
        having sum(case when channel is null then -customers else customers end) <> 0
            or sum(
                case when channel is null then -first_orders_amount
                else first_orders_amount end
            ) <> 0
        """,
        unit="months",
    ),
    nothing_in(
        "new_are_those_of_lifecycle",
        "The new customers of a month are those of kpi_lifecycle",
        """
        select period_start_on
        from (from marts.kpi_lifecycle where period = 'month') as months
        full join (from marts.kpi_new_customers where channel is null) as counted
            on period_start_on = month_start_on
        where coalesce(months.new_customers, 0) <> coalesce(counted.customers, 0)
        """,
        unit="months",
    ),
]
