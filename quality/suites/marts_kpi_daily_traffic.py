"""Daily traffic as it would be published: every day once, and as sessions say."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.kpi_daily_traffic"

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
        "visitors_add_up",
        "The visitors are the new, the returning and the resurrected",
        "visitors <> new_visitors + returning_visitors + resurrected_visitors",
    ),
    no_rows(
        "windows_grow",
        "A month has no fewer visitors than its last week, which has no fewer than its "
        "last day",
        "visitors > wau or wau > mau",
    ),
    nothing_in(
        "those_of_before_returned_or_not",
        "The visitors of the day before are the returning and the dormant",
        """
        select day_on
        from (
            select
                *,
                lag(visitors, 1, 0) over (order by day_on) as visitors_before
            from marts.kpi_daily_traffic
        )
        where visitors_before <> returning_visitors + dormant_visitors
        """,
        unit="days",
    ),
    nothing_in(
        "sessions_are_counted",
        "A day has as many sessions as began on it, and as many of those ordered",
        """
        select day_on
        from marts.kpi_daily_traffic as days
        full join (
            select
                started_on as day_on,
                count(*) as sessions,
                count(*) filter (where orders > 0) as sessions_with_order
            from marts.fct_sessions
            group by started_on
        ) as counted using (day_on)
        where
            coalesce(days.sessions, 0) <> coalesce(counted.sessions, 0)
            or coalesce(days.sessions_with_order, 0)
            <> coalesce(counted.sessions_with_order, 0)
        """,
        unit="days",
    ),
    Rule(
        "views_are_all_there",
        "The page views, product views and adds of all days are those of all sessions",
        """
        abs(coalesce(sum(page_views + product_views + adds), 0) - (
            select coalesce(sum(page_views + product_views + adds), 0)
            from marts.fct_sessions
        ))
        """,
        unit="events",
    ),
    Rule(
        "new_visitors_are_all_visitors",
        "Every visitor was new on one day",
        """
        abs(coalesce(sum(new_visitors), 0) - (
            select count(*) from marts.fct_sessions where is_new_visitor
        ))
        """,
        unit="visitors",
    ),
    Rule(
        "orders_no_more_than_in_sessions",
        "An order that several sessions tell is one order",
        """
        greatest(0, coalesce(sum(orders), 0) - (
            select coalesce(sum(orders), 0) from marts.fct_sessions
        ))
        """,
        unit="orders",
    ),
]
