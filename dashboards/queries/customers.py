"""Buyers by RFM segment, and the lists to act on."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards.queries.published import one_row, read
from warehouse.metrics.sql import Parameters

TOP_1_PCT = "Top 1%"
"""A list across segments: the buyers with the most revenue."""

RANKS = {
    "revenue": "monetary_amount desc",
    "recency": "listed.recency_days",
    "frequency": "frequency desc",
    "score": "rfm_score desc",
}
"""What a list is ranked by, the best first."""
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


@dataclass(frozen=True)
class Wanted:
    """Which customers to list."""

    list_name: str | None = None
    """A segment, or `TOP_1_PCT`; None for all buyers."""
    stage: str | None = None
    """A stage of life; None for any."""
    search: str = ""
    """Part of the id, name, e-mail address or phone number; empty for all."""
    rank: str = "revenue"
    """One of `RANKS`."""

    @property
    def title(self) -> str:
        """Return a heading such as ``Loyal, cooling``."""
        name = self.list_name or "All buyers"
        return name if self.stage is None else f"{name}, {self.stage}"


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


def score_levels() -> pd.DataFrame:
    """Return what each level of each score holds, 5 first.

    Columns: score (recency, frequency, monetary), level, customers, least, most (of
    the days, orders or money that the level holds), revenue, revenue_share (a fraction;
    missing where there is no revenue).
    """
    return read(
        """
        with levels (place, score, level, value, revenue) as (
            select 1, 'recency', r_score, recency_days::double, monetary_amount::double
            from marts.customer_rfm
            union all
            select 2, 'frequency', f_score, frequency::double, monetary_amount::double
            from marts.customer_rfm
            union all
            select 3, 'monetary', m_score, monetary_amount::double,
                monetary_amount::double
            from marts.customer_rfm
        )
        select
            score,
            level,
            count(*) as customers,
            min(value) as least,
            max(value) as most,
            sum(revenue) as revenue,
            sum(revenue) / nullif(sum(sum(revenue)) over (partition by score), 0)
                as revenue_share
        from levels
        group by place, score, level
        order by place, level desc
        """
    )


def customers(wanted: Wanted, limit: int | None) -> pd.DataFrame:
    """Return customers by the wanted rank, then by revenue, the most first.

    Args:
        wanted: Which of them.
        limit: Most rows to return; None for all.
    """
    profile = "".join(f", {column}" for column in profile_columns())
    source, parameters = _listed(wanted)
    order = f"{RANKS[wanted.rank]}, monetary_amount desc, customer_id"
    # Who is listed is chosen by few columns, and only then all is read of them.
    return read(
        f"""
        with listed as (
            select listed.*
            {source}
            order by {order}
            {"" if limit is None else f"limit {limit:d}"}
        )
        select
            customer_id, segment, stage, is_top_1_pct, dim_customers.last_ordered_on,
            listed.recency_days, frequency, monetary_amount::double as revenue,
            r_score, f_score, m_score, rfm_score {profile}
        from listed
        join marts.dim_customers using (customer_id)
        left join marts.customer_lifecycle using (customer_id)
        order by {order}
        """,
        parameters,
    )


def count_customers(wanted: Wanted) -> int:
    """Return how many customers the list holds."""
    source, parameters = _listed(wanted)
    found = read(f"select count(*) as customers {source}", parameters)
    return int(found["customers"].iloc[0])


def profile_columns() -> list[str]:
    """Return the columns of `dim_customers` on a person that anybody has a value in."""
    counts = ", ".join(f"count({column}) as {column}" for column in _PROFILE)
    filled = read(f"select {counts} from marts.dim_customers").iloc[0]
    return [column for column in _PROFILE if filled[column] > 0]


def _listed(wanted: Wanted) -> tuple[str, tuple[object, ...]]:
    """Return ``from … where …`` of a list, and its parameters; texts only if sought."""
    source, conditions = "from marts.customer_rfm as listed", ["true"]
    parameter = Parameters()
    if wanted.search:
        source += " join marts.dim_customers using (customer_id)"
        text = "concat_ws(' ', customer_id, first_name, last_name, email, phone)"
        sought = parameter(wanted.search)
        conditions.append(f"contains(lower({text}), lower({sought}))")
    if wanted.stage is not None:
        source += " join marts.customer_lifecycle using (customer_id)"
        conditions.append(f"stage = {parameter(wanted.stage)}")
    if wanted.list_name == TOP_1_PCT:
        conditions.append("is_top_1_pct")
    elif wanted.list_name is not None:
        conditions.append(f"segment = {parameter(wanted.list_name)}")
    return f"{source} where {' and '.join(conditions)}", parameter.values
