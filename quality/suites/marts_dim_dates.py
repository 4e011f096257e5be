"""The calendar as it would be published: every day once, none left out."""

from quality.rules import Rule, no_rows, not_null, nothing_in, unique

TABLE = "marts.dim_dates"

RULES = [
    not_null("day_on", "Every day has a date"),
    unique("day_on", "Every day is there once"),
    Rule(
        "days_continuous",
        "No day is left out between the first and the last",
        "coalesce(max(day_on) - min(day_on) + 1 - count(distinct day_on), 0)",
        unit="days",
    ),
    no_rows(
        "week_starts_before_day",
        "Every day is one of the seven of its week",
        "day_on - week_start_on not between 0 and 6",
    ),
    no_rows(
        "periods_nest",
        "Every month is in its quarter, and every quarter in its year",
        "not (year_start_on <= quarter_start_on "
        "and quarter_start_on <= month_start_on and month_start_on <= day_on)",
    ),
    nothing_in(
        "order_days_published",
        "Every day of an order is in the calendar",
        """
        select distinct ordered_on
        from marts.fct_orders
        where ordered_on is not null
            and ordered_on not in (select day_on from marts.dim_dates)
        """,
        unit="days",
    ),
]
