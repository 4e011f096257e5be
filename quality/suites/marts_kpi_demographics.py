"""Who buys what, as it would be published: groups that are all customers."""

from quality.rules import no_rows, not_null, nothing_in, one_of, unique

TABLE = "marts.kpi_demographics"

RULES = [
    not_null("band", "Every row is of a group"),
    one_of(
        "period",
        ["month", "quarter", "year"],
        "Periods are months, quarters and years",
    ),
    unique(
        "period, period_start_on, dimension, band, department",
        "Every group is once in a department",
    ),
    no_rows(
        "buyers_within_group",
        "Nobody of a group buys who does not order",
        "customers not between 0 and group_customers or orders < customers",
    ),
    nothing_in(
        "shares_sum_to_100",
        "The groups' shares of a department's revenue are all of it",
        """
        select period_start_on
        from marts.kpi_demographics
        group by period, period_start_on, dimension, department
        having abs(sum(revenue_share_pct) - 100) >= 0.001
        """,
        unit="departments of a period",
    ),
    nothing_in(
        "groups_are_all_customers",
        "The groups of a period are all who ordered in it, as in kpi_lifecycle",
        """
        select period_start_on
        from marts.kpi_demographics as groups
        join marts.kpi_lifecycle as lifecycle using (period, period_start_on)
        where department is null
        group by period, period_start_on, dimension, active_customers
        having sum(customers) <> active_customers
        """,
        unit="dimensions of a period",
    ),
]
