"""Titles that carry the answer on demographics: frames in, one sentence out."""

import pandas as pd

from dashboards.demographics.filters import Chosen
from dashboards.demographics.names import UNKNOWN, largest_departments
from dashboards.formats import (
    capital,
    counted,
    money,
    points,
    ratio,
    sentence_case,
    share,
)


def group_sentence(
    now: pd.DataFrame, before: pd.DataFrame | None, chosen: Chosen
) -> str:
    """Return which group brings most, and whether that is more than before.

    Args:
        now: Groups of the period, as `queries.demographics.mix` returns them.
        before: Those of the compared period, or None.
        chosen: What the filters say.
    """
    known = now.dropna(subset=["known_share"])
    if known.empty:
        return f"Nobody with a known {chosen.by} brought revenue in {chosen.name}"
    best = known.loc[known["known_share"].idxmax()]
    said = (
        f"{chosen.by.capitalize()} {best['band']} brought {share(best['known_share'])} "
        f"of the revenue of customers whose {chosen.by} is known in {chosen.name}"
    )
    moved = None
    if before is not None:
        then = before.loc[before["band"] == best["band"], "known_share"].dropna()
        if not then.empty:
            moved = points(100 * best["known_share"], 100 * then.iloc[0])
    if moved is None or moved == "0 points":
        return said
    verb = "up" if moved.startswith("+") else "down"
    return f"{said}, {verb} {moved[1:]} on {chosen.compared_name}"


def department_sentence(cells: pd.DataFrame, by: str, least: int) -> str:
    """Return what a group buys most unlike the others, of what has a department.

    Args:
        cells: As `queries.demographics.departments` returns them.
        by: The dimension within a sentence.
        least: Buyers of a department that make it worth a sentence.
    """
    known = cells.loc[(cells["band"] != UNKNOWN) & cells["times"].notna()]
    known = known.loc[known["department"].isin(largest_departments(cells))]
    known = known.loc[known["customers"] >= least]
    if known.empty:
        return f"Not enough data: no group by {by} has {least} buyers of a department"
    best = known.loc[known["times"].idxmax()]
    what = sentence_case(str(best["department"]))
    of = counted(int(best["group_customers"]), "customer")
    return (
        f"{capital(best['band'])} buy {what} {ratio(best['times'])} times as often as "
        f"all: {share(best['buyer_share'])} of {of}"
    )


def mix_sentence(mix: pd.DataFrame, by: str) -> str:
    """Return which group's share changed most over the whole periods."""
    whole = mix.loc[mix["is_complete"] & mix["known_share"].notna()]
    firsts = sorted(set(whole["first_on"]))
    if len(firsts) < 2:
        return "The mix has no history yet: it takes two whole periods"
    shares = whole.pivot_table(index="band", columns="first_on", values="known_share")
    start, end = shares[firsts[0]].fillna(0), shares[firsts[-1]].fillna(0)
    name = (end - start).abs().round(9).idxmax()
    verb = "grew" if end[name] >= start[name] else "shrank"
    first, last = share(start[name]), share(end[name])
    return f"{by.capitalize()} {name} {verb} from {first} to {last}"


def first_order_sentence(new: pd.DataFrame, currency: str) -> str:
    """Return what new customers first spend; columns read: customers, first_order."""
    total = sum(new["customers"])
    if not total:
        return "Nobody is surely new yet"
    mean = sum(new["first_order"] * new["customers"]) / total
    amount, people = money(mean, currency), counted(total, "new customer")
    return f"{people} spent {amount} each on their first order"


def repeat_sentence(new: pd.DataFrame) -> str:
    """Return how many ordered again; columns read: customers, repeat, is_complete."""
    over = new.loc[new["is_complete"]]
    total = sum(over["customers"])
    if not total:
        return "Not enough data: of no surely new customer are 90 days over"
    part = share(sum(over["repeat"]) / total)
    return f"{part} of {counted(total, 'new customer')} ordered again within 90 days"
