"""Buyers by RFM segment, and the lists to act on."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards.queries.published import one_row, read

TOP_1_PCT = "Top 1%"
"""A list across segments: the buyers with the most revenue."""

_LIST = """
    from marts.customer_rfm
    join marts.dim_customers using (customer_id)
    where
        ($1 is null or segment = $1 or ($1 = 'Top 1%' and is_top_1_pct))
        and contains(
            lower(concat_ws(' ', customer_id, first_name, last_name, email, phone)),
            lower($2)
        )
"""
_PROFILE = (
    *("first_name", "last_name", "email", "phone", "has_marketing_consent"),
    *("city", "country", "age_band", "income_band", "household_size"),
)


@dataclass(frozen=True)
class Buyers:
    """What all customers who ever bought are worth."""

    as_of_on: date
    count: int
    repeat_count: int
    """Of those with two orders or more."""
    revenue: float
    top_count: int
    """Of the 1% with the most revenue, rounded up."""
    top_revenue: float


def buyers() -> Buyers | None:
    """Return what all buyers are worth; None where nobody has bought."""
    row = one_row(
        """
        select
            max(as_of_on) as as_of_on,
            count(*) as buyers,
            count(*) filter (frequency >= 2) as repeat_buyers,
            coalesce(sum(monetary_amount), 0)::double as revenue,
            count(*) filter (is_top_1_pct) as top_buyers,
            coalesce(sum(monetary_amount) filter (is_top_1_pct), 0)::double
                as top_revenue
        from marts.customer_rfm
        """
    )
    as_of_on, count, repeat_count, revenue, top_count, top_revenue = row
    if as_of_on is None:
        return None
    return Buyers(
        as_of_on.date(),
        int(count),
        int(repeat_count),
        float(revenue),
        int(top_count),
        float(top_revenue),
    )


def segments() -> pd.DataFrame:
    """Return one row for each segment that has buyers, most buyers first.

    Columns: segment, customers, revenue, recency_days (median), frequency (mean),
    customer_share, revenue_share (fractions).
    """
    return read(
        """
        select
            segment,
            count(*) as customers,
            sum(monetary_amount)::double as revenue,
            median(recency_days) as recency_days,
            avg(frequency) as frequency,
            count(*) / sum(count(*)) over () as customer_share,
            sum(monetary_amount)::double
                / nullif(sum(sum(monetary_amount)) over (), 0)::double as revenue_share
        from marts.customer_rfm
        group by segment
        order by customers desc, segment
        """
    )


def scores() -> pd.DataFrame:
    """Return customers and revenue of each recency and frequency score."""
    return read(
        """
        select
            r_score,
            f_score,
            count(*) as customers,
            sum(monetary_amount)::double as revenue,
            mode(segment) as segment
        from marts.customer_rfm
        group by r_score, f_score
        order by all
        """
    )


def customers(list_name: str | None, search: str, limit: int | None) -> pd.DataFrame:
    """Return customers by revenue, most first.

    Args:
        list_name: A segment, or `TOP_1_PCT`; None for all buyers.
        search: Part of the id, name, e-mail address or phone number; empty for all.
        limit: Most rows to return; None for all.
    """
    profile = ", ".join(_profile_columns())
    return read(
        f"""
        select
            customer_id, segment, is_top_1_pct, last_ordered_on, recency_days,
            frequency, monetary_amount::double as revenue,
            r_score, f_score, m_score {", " + profile if profile else ""}
        {_LIST}
        order by monetary_amount desc, customer_id
        {"" if limit is None else f"limit {limit:d}"}
        """,
        [list_name, search],
    )


def count_customers(list_name: str | None, search: str) -> int:
    """Return how many customers the list holds."""
    found = read(f"select count(*) as customers {_LIST}", [list_name, search])
    return int(found["customers"].iloc[0])


def _profile_columns() -> list[str]:
    """Return the columns of the profile that any customer has a value in."""
    counts = ", ".join(f"count({column}) as {column}" for column in _PROFILE)
    filled = read(f"select {counts} from marts.dim_customers").iloc[0]
    return [column for column in _PROFILE if filled[column] > 0]
