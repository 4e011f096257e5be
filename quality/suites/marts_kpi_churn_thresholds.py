"""Thresholds of churn as they would be published: with whom they were learned of."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.kpi_churn_thresholds"

RULES = [
    not_null("churn_segment", "Every row is of a segment"),
    unique("churn_segment", "Every segment is there once"),
    no_rows(
        "thresholds_are_learned",
        "A threshold is a gap of those who came back",
        "threshold_days < 1 or (gaps = 0 and threshold_days is not null)",
    ),
    no_rows(
        "gaps_are_somebodys",
        "Everybody who came back has a gap",
        "gap_customers not between 0 and gaps",
    ),
    nothing_in(
        "counts_are_those_of_customer_churn",
        "Customers, and who of them is gone, are as in customer_churn",
        """
        select churn_segment
        from marts.kpi_churn_thresholds as segments
        full join (
            select
                coalesce(churn_segment, 'all') as churn_segment,
                count(*) as customers,
                case when count(is_churned) > 0
                    then count(*) filter (where is_churned) end as churned_customers
            from marts.customer_churn
            group by grouping sets ((churn_segment), ())
        ) as counted using (churn_segment)
        where coalesce(segments.customers, 0) <> coalesce(counted.customers, 0)
            or segments.churned_customers is distinct from counted.churned_customers
        """,
        unit="segments",
    ),
]
