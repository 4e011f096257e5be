"""Titles that carry the answer on retention: numbers in, one sentence out."""

import pandas as pd

from dashboards.formats import counted, money, percent, points, share
from dashboards.retention.filters import Chosen, Measure, Numbers
from dashboards.retention.worth import Worth


def rate_sentence(chosen: Chosen, at: int) -> str:
    """Return which share came back, and whether that is more than before."""
    numbers, name = chosen.numbers(at), chosen.name(at)
    now = numbers["returning_pct"]
    if now is None:
        return f"Nobody could come back in {name}: there were no customers before"
    customers = counted(int(numbers["at_start"]), "customer")
    said = f"{percent(now)} of {customers} came back in {name}"
    if chosen.compared_at is None:
        return said
    moved = points(now, chosen.numbers(chosen.compared_at)["returning_pct"])
    if moved is None:
        return said
    then = chosen.name(chosen.compared_at)
    if moved == "0 points":
        return f"{said}, as in {then}"
    verb = "up" if moved.startswith("+") else "down"
    return f"{said}, {verb} {moved[1:]} on {then}"


def worth_sentence(worth: Worth | None, name: str) -> str:
    """Return what is missing to 100 %."""
    if worth is None:
        return f"Nobody came back in {name}"
    if worth.lapsed == 0:
        return f"All {counted(worth.start, 'customer')} came back: nothing is missing"
    return (
        f"{worth.lapsed:,} of {counted(worth.start, 'customer')} stayed away in {name}"
    )


def lifecycle_sentence(now: Numbers, name: str) -> str:
    """Return how many came and how many went."""
    came = int(now["new"] + now["resurrected"])
    went = int(now["dormant"] or 0)
    difference = came - went
    end = (
        "as many as went quiet"
        if difference == 0
        else f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} "
        "than went quiet"
    )
    return f"{counted(came, 'customer')} came or woke up in {name}, {end}"


def stage_sentence(stages: pd.DataFrame, active_days: int) -> str:
    """Return which share bought lately; columns read: stage, customers."""
    lately = stages["stage"].isin(["onboarding", "active"])
    part = stages.loc[lately, "customers"].sum() / stages["customers"].sum()
    return f"{share(part)} of customers bought in the last {active_days} days"


def cohort_sentence(
    cells: pd.DataFrame, measure: Measure, kind: str, currency: str
) -> str:
    """Return what new customers do in the period after their first, with their number.

    Args:
        cells: Of cohorts that are surely new, as `queries.retention.cohorts` has them.
        measure: Share or revenue.
        kind: Of period.
        currency: Of the shop.
    """
    next_cells = cells.loc[(cells["later"] == 1) & cells["is_complete"]]
    size = sum(next_cells["size"])
    if size == 0:
        return f"No cohort of new customers has a whole {kind} behind it yet"
    if measure == "customers":
        part = share(sum(next_cells["customers"]) / size)
        return (
            f"{part} of {counted(size, 'new customer')} bought again in the {kind} "
            "after their first"
        )
    each = money(sum(next_cells["revenue"]) / size, currency)
    return (
        f"{counted(size, 'new customer')} brought {each} each in the {kind} after "
        "their first"
    )
