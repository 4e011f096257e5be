"""Customers by period and kind of activity as they would be published."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.kpi_lifecycle"

PERIODS = ["week", "month", "quarter", "year"]

RULES = [
    not_null("period_start_on", "Every row is of a period"),
    one_of("period", PERIODS, "Periods are weeks, months, quarters and years"),
    unique("period, period_start_on", "Every period is there once"),
    no_rows(
        "active_adds_up",
        "The active are the new, the returning and the resurrected",
        "active_customers "
        "<> new_customers + returning_customers + resurrected_customers",
    ),
    nothing_in(
        "periods_continuous",
        "Every period begins on the day after the one before",
        """
        select period_start_on
        from (
            select
                period_start_on,
                lag(period_end_on) over (
                    partition by period order by period_start_on
                ) as end_before_on
            from marts.kpi_lifecycle
        )
        where period_start_on <> end_before_on + 1
        """,
        unit="periods",
    ),
    nothing_in(
        "those_of_before_returned_or_not",
        "The active of the period before are the returning and the dormant",
        """
        select period_start_on
        from (
            select
                *,
                lag(active_customers, 1, 0) over (
                    partition by period order by period_start_on
                ) as active_before
            from marts.kpi_lifecycle
        )
        where active_before <> returning_customers + dormant_customers
        """,
        unit="periods",
    ),
    nothing_in(
        "active_are_counted",
        "The active of a month are those who ordered in it, neither cancelled nor "
        "returned",
        """
        select period_start_on
        from (
            from marts.kpi_lifecycle where period = 'month'
        ) as months
        full join (
            select
                dates.month_start_on as period_start_on,
                count(distinct orders.customer_id) as customers
            from marts.fct_orders as orders
            join marts.dim_dates as dates on orders.ordered_on = dates.day_on
            where not orders.is_cancelled
                and not orders.is_return
                and orders.ordered_on
                <= (select max(as_of_on) from marts.customer_lifecycle)
            group by dates.month_start_on
        ) as counted using (period_start_on)
        where coalesce(months.active_customers, 0) <> coalesce(counted.customers, 0)
        """,
        unit="months",
    ),
]
