"""Movements between segments as they would be published: nobody lost on the way."""

from quality.rules import no_rows, nothing_in, one_of, unique
from quality.suites.marts_customer_rfm import SEGMENTS

TABLE = "marts.customer_rfm_movement"

RULES = [
    unique(
        "month_start_on, segment_before, segment_after",
        "Every movement is once in a month",
    ),
    one_of("segment_before", SEGMENTS, "Customers come from segments of the shop"),
    one_of("segment_after", SEGMENTS, "Customers go to segments of the shop"),
    no_rows("customers_positive", "Somebody moved so", "customers < 1"),
    nothing_in(
        "moves_sum_to_segments",
        "Who moved to a segment are all who are in it at the end of the month",
        """
        select month_start_on, segment_after
        from (
            select month_start_on, segment_after, sum(customers) as customers
            from marts.customer_rfm_movement
            group by month_start_on, segment_after
        ) as moved
        full join (
            select month_start_on, segment as segment_after, count(*) as customers
            from marts.customer_rfm_history
            where month_start_on
                in (select month_start_on from marts.customer_rfm_movement)
            group by month_start_on, segment
        ) as there using (month_start_on, segment_after)
        where coalesce(moved.customers, 0) <> coalesce(there.customers, 0)
        """,
        unit="segments of a month",
    ),
]
