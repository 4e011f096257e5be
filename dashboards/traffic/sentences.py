"""Titles that carry the answer on traffic: numbers in, one sentence out."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from dashboards.formats import change, counted, number, percent, points, share

Totals = Mapping[str, Any]
"""Metrics of a period by name."""

STEPS = {
    "sessions": "Visited",
    "viewed": "Viewed a product",
    "added": "Added it",
    "checked_out": "Began checkout",
    "ordered": "Ordered",
}
"""Column of the funnel to the name of its step, in order."""
_STEADY = 0.005
"""Changes below half a percent are none."""


def traffic_sentence(now: Totals, before: Totals | None) -> str:
    """Return how visits went against the compared window, and what came of them."""
    sessions = counted(round(now["sessions"]), "session")
    if not now["sessions"]:
        return "No sessions in these days"
    rate = _conversion_pct(now)
    ordered = f"{percent(rate)} led to an order"
    if before is None or not before["sessions"]:
        return f"{sessions}; {ordered}"
    difference = now["sessions"] / before["sessions"] - 1
    moved = points(rate, _conversion_pct(before)) or "0 points"
    way = "down" if moved.startswith("-") else "up"
    then = ", as before" if moved == "0 points" else f", {way} {moved.lstrip('+-')}"
    if abs(difference) < _STEADY:
        return f"Sessions held steady at {number(now['sessions'])}; {ordered}{then}"
    verb = "rose" if difference > 0 else "fell"
    size = (change(now["sessions"], before["sessions"]) or "").lstrip("+-")
    return f"Sessions {verb} {size} to {number(now['sessions'])}; {ordered}{then}"


def funnel_sentence(reached: Mapping[str, int]) -> str:
    """Return where most sessions end, with the part that does; counts by `STEPS`."""
    if not reached["sessions"]:
        return "No sessions in these days"
    lost = {
        (earlier, later): reached[earlier] - reached[later]
        for earlier, later in pairwise(STEPS)
    }
    earlier, later = max(lost, key=lambda step: lost[step])
    part = share(lost[earlier, later] / reached[earlier])
    where = {
        "viewed": f"before a product is viewed: {part}",
        "added": f"after a product is viewed: {part} of those",
        "checked_out": f"after a product is added: {part} of those",
        "ordered": f"in the checkout: {part} of those",
    }
    return f"Most sessions are lost {where[later]}"


def device_sentence(devices: pd.DataFrame) -> str:
    """Return which device orders most often; rows of the funnel without ``all``."""
    rated = devices.loc[devices["sessions"] > 0]
    if rated.empty:
        return "No sessions in these days"
    rates = rated["ordered"] / rated["sessions"]
    best = rated.loc[rates.idxmax()]
    if len(rated) == 1:
        return f"All sessions are on {best['device']}"
    return (
        f"{best['device'].capitalize()} goes all the way most often, "
        f"{share(rates.max())} of sessions"
    )


def channel_sentence(channels: pd.DataFrame) -> str:
    """Return which channel brings most sessions."""
    if channels.empty:
        return "No sessions in these days"
    first = channels.iloc[0]
    part = first["sessions"] / channels["sessions"].sum()
    return f"{first['channel'].capitalize()} brings {share(part)} of sessions"


def active_sentence(days: pd.DataFrame) -> str:
    """Return how many of a month's visitors come on a day, on the last day."""
    visitors, month = days[["visitors", "mau"]].to_numpy()[-1].tolist()
    if not month:
        return "Nobody came in the last 30 days"
    return (
        f"{counted(int(month), 'visitor')} in 30 days; "
        f"{share(visitors / month)} of them on the last day"
    )


def lifecycle_sentence(days: pd.DataFrame) -> str:
    """Return how many of all visitor-days are of new visitors."""
    everyone = sum(days["visitors"])
    if not everyone:
        return "Nobody came in these days"
    return f"{share(sum(days['new']) / everyone)} of a day's visitors are new"


def page_sentence(pages: pd.DataFrame) -> str:
    """Return the most seen page, and how many of its visitors click."""
    if pages.empty:
        return "No page was seen in these days"
    path, clicking = pages[["page_path", "click_share"]].to_numpy()[0]
    said = f"{path} is seen most"
    return (
        said
        if pd.isna(clicking)
        else f"{said}; {share(clicking)} of its visitors click"
    )


def difference_sentence(orders: Mapping[str, int]) -> str:
    """Return how many orders the shop and its events tell differently.

    Args:
        orders: Counts as of `queries.traffic_parts.compared_orders`.
    """
    twice, different = orders["told_twice"], orders["different"]
    events_only, shop_only = orders["events_only"], orders["shop_only"]
    if not twice + events_only + shop_only:
        return "No order to compare"
    parts = [f"{different:,} of {counted(twice, 'order')} told twice differ in amount"]
    if events_only:
        parts.append(f"{events_only:,} known from events only")
    if shop_only:
        parts.append(f"{shop_only:,} from the shop only")
    return "; ".join(parts)


def _conversion_pct(totals: Totals) -> float | None:
    rate = totals["conversion_rate"]
    return None if rate is None else 100 * rate
