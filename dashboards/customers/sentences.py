"""Titles that carry the answer on customers: frames in, one sentence out."""

import pandas as pd

from dashboards.formats import counted, day, share
from dashboards.palette import SEGMENTS


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


def grid_sentence(scores: pd.DataFrame) -> str:
    """Return how many customers bought both lately and often (scores 4 and 5)."""
    best = scores.loc[(scores["r_score"] >= 4) & (scores["f_score"] >= 4), "customers"]
    part = best.sum() / scores["customers"].sum()
    return f"{share(part)} of customers bought lately and often"


def movement_sentence(moves: pd.DataFrame, name: str) -> str:
    """Return how many moved in a month, to a better segment and to a worse.

    Who bought for the first time has not moved. Segments of the company's own have no
    rank; with one of them only the number that moved is said.

    Args:
        moves: Columns read: before, after, customers.
        name: Of the month.
    """
    known = moves.dropna(subset=["before"])
    moved = known.loc[known["before"] != known["after"]]
    total, count = sum(known["customers"]), sum(moved["customers"])
    said = f"{count:,} of {counted(total, 'customer')} changed segment in {name}"
    rank = {segment: place for place, segment in enumerate(SEGMENTS)}
    if not count or not {*moved["before"], *moved["after"]} <= rank.keys():
        return said
    rises = [
        rank[after] < rank[before]
        for before, after in zip(moved["before"], moved["after"], strict=True)
    ]
    up = int(moved.loc[rises, "customers"].sum())
    return f"{said}: {up:,} for the better, {count - up:,} for the worse"


def history_sentence(history: pd.DataFrame) -> str:
    """Return which segment's share of buyers changed most between the whole months.

    Columns read: month_on, segment, share, is_complete, as_of_on.
    """
    whole = history.loc[history["is_complete"]]
    months = sorted(set(whole["month_on"]))
    if len(months) < 2:
        return "Segments have no history yet: it takes two whole months"
    shares = whole.pivot_table(index="segment", columns="month_on", values="share")
    moved = shares[months[-1]].fillna(0) - shares[months[0]].fillna(0)
    name = str(moved.abs().idxmax())
    first, last = (
        share(float(shares[month].fillna(0)[name])) for month in (months[0], months[-1])
    )
    verb = "grew" if moved[name] > 0 else "shrank"
    start = day(whole.loc[whole["month_on"] == months[0], "as_of_on"].iloc[0])
    return f"{name} {verb} from {first} to {last} of buyers since {start}"
