"""Segments by month as they would be published: every buyer, in one of them."""

from quality.rules import no_rows, nothing_in, one_of, unique
from quality.suites.marts_customer_rfm import SEGMENTS

TABLE = "marts.kpi_segments"

RULES = [
    unique("month_start_on, segment", "Every segment is once in a month"),
    one_of("segment", SEGMENTS, "Segments are those of the shop"),
    no_rows(
        "repeat_within_customers",
        "Those with two orders are among the customers",
        "repeat_customers not between 0 and customers",
    ),
    nothing_in(
        "segments_sum_to_buyers",
        "The customers of all segments of a month are all its buyers",
        """
        select month_start_on
        from (
            select month_start_on, sum(customers) as customers
            from marts.kpi_segments
            group by month_start_on
        ) as told
        full join (
            select month_start_on, count(*) as customers
            from marts.customer_rfm_history
            group by month_start_on
        ) as there using (month_start_on)
        where coalesce(told.customers, 0) <> coalesce(there.customers, 0)
        """,
        unit="months",
    ),
]
