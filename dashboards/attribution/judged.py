"""What is attributed to each channel and campaign, and where spend should go."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from science.advertising import Interval, Returns, Verdict, returns, verdict

MODELS = {
    "last_non_direct": "Last non-direct touch",
    "first": "First touch",
    "last": "Last touch",
    "linear": "All touches alike",
    "position": "First and last most",
}
"""Models in words, the one that is shown first in front."""


Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Judged:
    """A channel, or a campaign of one, over all models."""

    channel: str
    campaign: str | None
    orders: Mapping[str, float]
    """By model."""
    revenue: Mapping[str, float]
    """By model."""
    spend: float
    clicks: int
    returned: Mapping[str, Returns]
    """By model."""
    verdict: Verdict
    """Where spend should go; `unknown` without any."""

    def mean(self, model: str) -> Interval | None:
        """Return the return by one model, where there are enough weeks."""
        return self.returned[model].mean

    @property
    def fewest_orders(self) -> float:
        """Return what the model gives that gives least."""
        return min(self.orders.values())


def judged(
    weeks: pd.DataFrame, keys: Sequence[str], break_even: float, min_orders: int
) -> list[Judged]:
    """Return each channel or campaign, most revenue first.

    Args:
        weeks: As `queries.attribution.weeks` gives them.
        keys: What rows are summed by: channel, or channel and campaign.
        break_even: Return at which spend pays.
        min_orders: Orders below which nothing is said.
    """
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in weeks.to_dict("records"):
        groups.setdefault(tuple(row[key] for key in keys), []).append(row)
    found = [
        _judged(rows, list(keys) != ["channel"], break_even, min_orders)
        for rows in groups.values()
    ]
    return sorted(found, key=lambda one: (-max(one.revenue.values()), one.channel))


def _judged(
    rows: Sequence[Row], has_campaign: bool, break_even: float, min_orders: int
) -> Judged:
    by_model = {name: [row for row in rows if row["model"] == name] for name in MODELS}
    orders = {name: sum(row["orders"] for row in of) for name, of in by_model.items()}
    returned = {name: _returned(of) for name, of in by_model.items()}
    # A model without a row gives nothing; spend stands with each of them.
    most = max(by_model.values(), key=lambda of: sum(row["spend"] for row in of))
    return Judged(
        rows[0]["channel"],
        rows[0]["campaign"] if has_campaign else None,
        orders,
        {name: sum(row["revenue"] for row in of) for name, of in by_model.items()},
        sum(row["spend"] for row in most),
        sum(row["clicks"] for row in most),
        returned,
        verdict(list(returned.values()), min(orders.values()), break_even, min_orders),
    )


def _returned(rows: Sequence[Row]) -> Returns:
    spend: dict[Any, float] = defaultdict(float)
    revenue: dict[Any, float] = defaultdict(float)
    for row in rows:
        spend[row["bucket_on"]] += row["spend"]
        revenue[row["bucket_on"]] += row["revenue"]
    return returns(list(spend.values()), list(revenue.values()))


def simple_return(one: Judged, model: str) -> float | None:
    """Return revenue / spend; None without spend."""
    return one.revenue[model] / one.spend if one.spend > 0 else None
