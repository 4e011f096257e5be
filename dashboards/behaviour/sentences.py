"""Titles that carry the answer on behaviour: numbers in, one sentence out."""

from itertools import pairwise

import pandas as pd

from dashboards.formats import (
    capital,
    counted,
    percent,
    plain,
    points,
    sentence_case,
    share,
)

MEASURES = {
    "views": ("Most viewed", "viewed", "time", "times"),
    "adds": ("Most put into carts", "put into carts", "time", "times"),
    "removes": ("Most taken out of carts", "taken out of carts", "time", "times"),
    "purchases": ("Most bought online", "bought online", "line", "lines"),
}
"""What is done with products: its list, its verb, and what it counts."""


def last_rate(steps: pd.DataFrame) -> float:
    """Return which percentage of the first step came to the last."""
    return steps["of_first_pct"].tolist()[-1]


def funnel_sentence(steps: pd.DataFrame, before: pd.DataFrame, name: str) -> str:
    """Return how many go all the way, and whether that is more than before.

    Args:
        steps: Of all visitors, in order.
        before: The same of the compared period; empty without one.
        name: Of the period.
    """
    if steps.empty:
        return f"Nobody entered the funnel in {name}"
    entered = counted(steps["visitors"].tolist()[0], "visitor")
    now = last_rate(steps)
    said = capital(f"{percent(now)} of {entered} went all the way in {name}")
    if before.empty:
        return said
    moved = points(now, last_rate(before))
    if moved is None or moved == "0 points":
        return f"{said}, as before"
    return f"{said}, {'up' if moved.startswith('+') else 'down'} {moved[1:]}"


def loss_line(steps: pd.DataFrame) -> str:
    """Return at which step most visitors are lost."""
    rows = steps.to_dict("records")
    lost = [
        (earlier["visitors"] - later["visitors"], earlier["visitors"], later)
        for earlier, later in pairwise(rows)
    ]
    most, came, later = max(lost, key=lambda one: one[0], default=(0, 0, {}))
    if not most:
        return "nobody was lost"
    name = plain(later["step_name"])
    return f"most are lost before “{name}”: {share(most / came)} of who came that far"


def value_sentence(ends: pd.DataFrame, few: int) -> str:
    """Return who goes all the way most often, of values with visitors enough.

    Args:
        ends: breakdown_value, entered and of_first_pct of the last step.
        few: Visitors below which a value says nothing.
    """
    told = [row for row in ends.to_dict("records") if row["entered"] >= few]
    if len(told) < 2:
        return f"Not enough visitors to compare: it takes {few} at two values"
    best = max(told, key=lambda row: row["of_first_pct"])
    worst = min(told, key=lambda row: row["of_first_pct"])
    most, least = percent(best["of_first_pct"]), percent(worst["of_first_pct"])
    if most == least:
        return f"All go all the way equally often: {most}"
    who = best["breakdown_value"]
    return (
        f"{capital(who)} goes all the way most often: {most} against "
        f"{least} of {worst['breakdown_value']}"
    )


def not_buying_sentence(rows: pd.DataFrame, least: int) -> str:
    """Return the group that is looked at most and bought least."""
    told = [
        row
        for row in rows.to_dict("records")
        if row["age_band"] == "all" and not pd.isna(row["not_buying_pct"])
    ]
    if not told:
        return f"No group was viewed by {least} or more"
    worst = max(told, key=lambda row: row["not_buying_pct"])
    if worst["not_buying_pct"] == 0:
        return "Whoever viewed a group bought of it"
    return (
        f"{sentence_case(worst['product_group'])} is most often viewed and not bought: "
        f"by {percent(worst['not_buying_pct'])} of {worst['viewers']:,} viewers"
    )


def switching_sentence(rows: pd.DataFrame) -> str:
    """Return the most frequent switch; rows of one category, most switched first."""
    top = next(iter(rows.head(1).to_dict("records")), None)
    if top is None or not top["switched_sessions"]:
        return "Nobody bought another one than was viewed"
    sessions = counted(top["switched_sessions"], "session")
    return (
        f"From {top['seen']} to {top['bought']} most: {sessions}, "
        f"{share(top['switched_share'])} of those that viewed it and bought"
    )


def product_sentence(names: list[str], values: list[int], measure: str) -> str:
    """Return what leads a list; names and values of it, most first."""
    _, verb, one, many = MEASURES[measure]
    if not values or not values[0]:
        return f"Nothing was {verb}"
    return f"{names[0]} was {verb} most, {counted(values[0], one, many)}"


def hesitating_line(persons: int, views: int, days: int) -> str:
    """Return who is on the list of the hesitating."""
    who = counted(persons, "customer or visitor", "customers and visitors")
    return (
        f"{who} who viewed one product {views} times or more in the last {days} days "
        "with data and have not bought it since, online or in the shop"
    )
