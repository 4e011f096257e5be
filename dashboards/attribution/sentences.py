"""Titles that carry the answer on attribution, and advice in plain words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboards.attribution.judged import MODELS, Judged
from dashboards.formats import counted, money, number, ratio, share
from science.advertising import LEAST_WEEKS

ADVICE = {
    "raise": "Raise",
    "lower": "Lower",
    "keep": "Keep",
    "unknown": "Too little data",
}
CAVEAT = (
    "A model shares out orders among the visits before them; it does not prove that "
    "they would have stayed away otherwise. A test with a holdout does."
)


def channels_sentence(channels: Sequence[Judged], model: str) -> str:
    """Return which channel brings most, and whether the models agree on it."""
    total = sum(one.revenue[model] for one in channels)
    if not channels or total <= 0:
        return "No revenue is attributed to a visit"
    best = {name: _best(channels, name) for name in MODELS}
    top = best[model]
    part = share(top.revenue[model] / total)
    others = Counter(one.channel for one in best.values() if one is not top)
    said = f"{top.channel.capitalize()} brings most: {part} of what is attributed"
    if not others:
        return f"{said}, and all models agree"
    [(other, models)] = others.most_common(1)
    return f"{said}; {counted(models, 'other model')} would say {other}"


def _best(channels: Sequence[Judged], model: str) -> Judged:
    return max(channels, key=lambda one: one.revenue[model])


def advice_sentence(paid: Sequence[Judged]) -> str:
    """Return what to do with the spend on each channel."""
    if not paid:
        return "Nothing is known of spending"
    said = [
        f"{verb} {', '.join(names)}"
        for verdict, verb in ADVICE.items()
        if verdict != "unknown"
        and (names := [one.channel for one in paid if one.verdict == verdict])
    ]
    if not said:
        return "Too little data to say where spending should change"
    return " · ".join(said)


def reason(one: Judged, break_even: float, min_orders: int, currency: str) -> str:
    """Return why spend on a channel or campaign should be raised, kept or lowered."""
    if one.spend <= 0:
        return "No spending"
    weeks = max(returned.weeks for returned in one.returned.values())
    if one.fewest_orders < min_orders:
        return (
            f"{number(one.fewest_orders)} orders by one of the models; "
            f"{min_orders} say enough"
        )
    if weeks < LEAST_WEEKS:
        return f"{counted(weeks, 'week')}; {LEAST_WEEKS} say enough"
    means = [returned.mean for returned in one.returned.values()]
    low = min(mean.low for mean in means if mean is not None)
    high = max(mean.high for mean in means if mean is not None)
    span = (
        f"{money(max(low, 0), currency)} to {money(high, currency)} back for each "
        f"{money(1, currency)}, by all models"
    )
    if one.verdict == "raise":
        return f"{span}: over {ratio(break_even)} even at the low end"
    if one.verdict == "lower":
        return f"{span}: under {ratio(break_even)} even at the high end"
    if low > break_even:
        return f"{span}; but weeks with more spend brought no more"
    return f"{span}: on both sides of {ratio(break_even)}"


def trend_sentence(series: pd.DataFrame) -> str:
    """Return how spend and what it brought went. Columns read: spend, revenue."""
    if series.empty:
        return "Nothing is known of spending"
    spent, brought = sum(series["spend"].tolist()), sum(series["revenue"].tolist())
    return f"{ratio(brought / spent)} of revenue for each 1 spent"


def touches_sentence(counts: pd.DataFrame) -> str:
    """Return how many visits orders take. Columns read: touches, orders."""
    by_touches = dict(
        zip(counts["touches"].tolist(), counts["orders"].tolist(), strict=True)
    )
    orders = sum(by_touches.values())
    if not orders:
        return "No order has a visit before it"
    single = by_touches.get(1, 0)
    return f"{share(1 - single / orders)} of orders with a visit take more than one"


def caption(totals: Mapping[str, Any]) -> str:
    """Return how much of the shop's revenue no visit is known for."""
    if totals["revenue"] <= 0:
        return ""
    rest = 1 - totals["attributed_revenue"] / totals["revenue"]
    return f"{share(max(rest, 0))} of revenue has no visit before it, and is in no bar"
