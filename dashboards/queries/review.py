"""Contacts that may be one person, for a person to say.

Rules have merged what they are sure of; these lie between the thresholds, or hang
together with more contacts than a person has.
"""

from typing import Any

import pandas as pd

from dashboards.queries.published import read

FIELDS = {
    "first_name": "First name",
    "last_name": "Last name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "email": "E-mail",
    "phone": "Phone",
    "website": "Website",
    "social_handle": "Social media",
    "address": "Address",
    "postal_code": "Postal code",
    "city": "City",
    "region": "Region",
    "country": "Country",
    "account_id": "Company",
    "updated_at": "Changed",
}
"""Columns of a contact that are shown side by side, and what they are called."""


def pairs(merge_from: float) -> pd.DataFrame:
    """Return the pairs that wait for a person, what is worth most to know first.

    First come those whose customers have many orders and whose weight is near
    ``merge_from``: there an answer changes most, and is least known. Two records that
    are one customer already, such as those of one household, are in no question.

    Columns: left_identifier, right_identifier, weight (bits), probability, decision
    (review or held), left_name, right_name, left_customer_id, right_customer_id,
    left_orders, right_orders, left_revenue, right_revenue.
    """
    return read(
        """
        select
            left_identifier, right_identifier, weight, probability, decision,
            concat_ws(' ', left_first_name, left_last_name) as left_name,
            concat_ws(' ', right_first_name, right_last_name) as right_name,
            left_customer_id, right_customer_id, left_orders, right_orders,
            left_revenue_amount::double as left_revenue,
            right_revenue_amount::double as right_revenue
        from marts.customer_matches
        where decision in ('review', 'held') and not is_one_customer
        order by
            ln(2 + left_orders + right_orders) / (1 + abs(weight - $1)) desc,
            left_identifier,
            right_identifier
        """,
        [merge_from],
    )


def pair(left: str, right: str) -> dict[str, Any]:
    """Return all that is known of one pair; empty where it is not published.

    Keys: weight, probability, rule, decision, explanation (JSON list of bars), and the
    columns of both contacts after ``left_`` and ``right_``; None where missing.
    """
    found = read(
        """
        select *
        from marts.customer_matches
        where left_identifier = $1 and right_identifier = $2
        """,
        [left, right],
    )
    if found.empty:
        return {}
    row = found.astype(object).where(found.notna(), None).iloc[0]
    return {str(name): value for name, value in row.items()}


def merged() -> int:
    """Return how many pairs the last run took for one person without asking."""
    found = read(
        "select count(*) as merged from marts.customer_matches where decision = 'merge'"
    )
    return int(found["merged"].iloc[0])
