"""Titles that carry the answer on customers: frames in, one sentence out."""

import pandas as pd

from dashboards.formats import counted, share


def segments_sentence(segments: pd.DataFrame) -> str:
    """Return who brings the revenue, and how many big spenders stopped buying.

    Columns read: segment, customers, customer_share, revenue_share.
    """
    best = segments.loc[segments["revenue_share"].fillna(0).idxmax()]
    sentence = (
        f"{best['segment']} are {share(best['customer_share'])} of customers and bring "
        f"{share(best['revenue_share'])} of revenue"
    )
    stopped = segments.loc[segments["segment"] == "Can't Lose Them", "customers"].sum()
    if not stopped:
        return sentence
    verb = "has" if stopped == 1 else "have"
    return f"{sentence}; {counted(int(stopped), 'big spender')} {verb} stopped buying"


def shares_sentence(segments: pd.DataFrame) -> str:
    """Return which segment brings most revenue for its size."""
    ratio = segments["revenue_share"].fillna(0) / segments["customer_share"]
    best = segments.loc[ratio.idxmax(), "segment"]
    return f"{best} bring {ratio.max():.1f} times their share of customers"


def grid_sentence(scores: pd.DataFrame) -> str:
    """Return how many customers bought both lately and often (scores 4 and 5)."""
    best = scores.loc[(scores["r_score"] >= 4) & (scores["f_score"] >= 4), "customers"]
    part = best.sum() / scores["customers"].sum()
    return f"{share(part)} of customers bought lately and often"
