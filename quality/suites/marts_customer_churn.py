"""Who is gone, as it would be published: by the threshold that stands beside it."""

from quality.rules import no_rows, not_null, nothing_in, unique

TABLE = "marts.customer_churn"

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("customer_id", "Every customer is there once"),
    no_rows(
        "churned_is_longer_away",
        "Gone is who is away for longer than the threshold, if there is one",
        "is_churned is distinct from recency_days > threshold_days",
    ),
    no_rows(
        "threshold_is_somebodys",
        "Every threshold is of the customer's own segment, or of all",
        "(threshold_segment is null) <> (threshold_days is null) "
        "or threshold_segment not in (churn_segment, 'all')",
    ),
    nothing_in(
        "customers_are_those_who_ordered",
        "Everybody who ordered is there, away for as long as in customer_lifecycle",
        """
        select customer_id
        from marts.customer_churn as churn
        full join marts.customer_lifecycle as lifecycle
            using (customer_id, as_of_on, recency_days)
        where churn.customer_id is null or lifecycle.customer_id is null
        """,
        unit="customers",
    ),
]
