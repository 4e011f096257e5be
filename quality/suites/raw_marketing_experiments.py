"""Who saw which variant of an experiment, as received."""

from quality.rules import found_in, not_null, nothing_in, plausible_time

TABLE = "raw_marketing.experiments"

RULES = [
    not_null("experiment_id", "Every exposure is of an experiment"),
    not_null("customer_id", "Every exposure is a customer's"),
    not_null("variant", "Every exposure is to a variant"),
    plausible_time(
        "exposed_at", "Everything was seen after 1970 and before tomorrow", "warning"
    ),
    found_in("raw_shop.customers", "customer_id", "Every customer was received"),
    nothing_in(
        "variant_is_one",
        "No customer saw two variants of an experiment",
        """
        select experiment_id, customer_id
        from raw_marketing.experiments
        group by experiment_id, customer_id
        having count(distinct variant) > 1
        """,
        "warning",
        unit="customers",
    ),
]
