"""Recency, frequency and money as they would be published.

Scores and segments are those that `metrics.md` defines, of every customer who bought.
"""

import csv

from quality.rules import Rule, no_rows, not_null, nothing_in, one_of, unique
from warehouse.settings import REPOSITORY

TABLE = "marts.customer_rfm"

SEED = REPOSITORY / "dbt_project" / "seeds" / "rfm_segments.csv"


def _segments() -> set[str]:
    """Return the names that a company gave in the seed, and those of the overrides."""
    with SEED.open(newline="") as file:
        return {row["segment"] for row in csv.DictReader(file)} | OVERRIDES


OVERRIDES = {"Lost", "Can't Lose Them"}

SEGMENTS = sorted(_segments())

SCORED = [
    no_rows(
        "scores_from_1_to_5",
        "Every score is 1, 2, 3, 4 or 5",
        "not coalesce(r_score between 1 and 5 "
        "and f_score between 1 and 5 and m_score between 1 and 5, false)",
    ),
    not_null("segment", "Every customer has a segment"),
    one_of("segment", SEGMENTS, "Every segment is one that the shop defines"),
    no_rows(
        "recency_not_negative",
        "Nobody's last order is after the day that recency counts to",
        "recency_days < 0",
    ),
    no_rows("frequency_positive", "Everybody here has ordered", "frequency < 1"),
]
"""What is true of every row of RFM, of now and of a month's end."""

RULES = [
    not_null("customer_id", "Every row is of a customer"),
    unique("customer_id", "Every customer is there once"),
    *SCORED,
    no_rows(
        "rfm_score_from_1_to_5",
        "The linear score is a mean of scores",
        "not coalesce(rfm_score between 1 and 5, false)",
    ),
    Rule(
        "as_of_on_is_one",
        "Recency counts to one day for all",
        "greatest(count(distinct as_of_on) - 1, 0)",
        unit="further days",
    ),
    Rule(
        "top_1_pct_is_1_pct",
        "The top 1 % are one in a hundred of all buyers, rounded up",
        "abs(count(*) filter (where is_top_1_pct) - (count(*) + 99) // 100)",
        unit="customers too many or too few",
    ),
    nothing_in(
        "money_is_sum_of_orders",
        "The money of a customer is the sum of their orders, to the cent",
        """
        select rfm.customer_id
        from marts.customer_rfm as rfm
        left join marts.fct_orders as orders
            on orders.customer_id = rfm.customer_id
            and orders.ordered_on <= rfm.as_of_on
        group by rfm.customer_id, rfm.monetary_amount
        having abs(rfm.monetary_amount - coalesce(sum(orders.order_amount), 0)) >= 0.005
        """,
        unit="customers",
    ),
]
