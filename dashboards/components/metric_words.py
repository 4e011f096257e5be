"""What a tile says of a metric: its name, definition, unit and which way is good.

All of it is the catalogue's, so that two pages cannot tell one number in two ways.
"""

from dataclasses import dataclass
from datetime import timedelta

from dashboards.formats import (
    NOTHING,
    change,
    duration,
    money,
    number,
    plain,
    ratio,
    share,
    share_change,
)
from dashboards.queries.metrics import described
from warehouse.metrics.model import Metric

GOOD = {"up": True, "down": False, "none": None}
"""Direction to whether up is good; None where neither is."""


@dataclass(frozen=True)
class Words:
    """How a metric is told."""

    label: str
    definition: str
    """What it is, who answers for it, and the table that it comes from."""
    unit: str
    is_up_good: bool | None
    currency: str
    is_published: bool = True
    """Whether the published version has it."""

    def text(self, value: float | None) -> str:
        """Return a value, short; a dash where there is none."""
        if value is None:
            return NOTHING
        if self.unit == "share":
            return f"-{share(-value)}" if value < 0 else share(value)
        if self.unit.startswith("money"):
            return money(value, self.currency)
        if self.unit == "seconds":
            return duration(timedelta(seconds=value))
        return number(value) if self.unit in ("count", "quantity") else ratio(value)

    def change(self, now: float | None, before: float | None) -> str | None:
        """Return how a value moved, shares in points; None where nothing is known."""
        if self.unit == "share":
            return share_change(now, before)
        return change(now, before)


def words(name: str, currency: str) -> Words:
    """Return how a metric is told.

    A version that was published before there was this metric says so.

    Args:
        name: Of the metric.
        currency: Of the shop.
    """
    metric = described(name)
    if metric is None:
        label = name.replace("_", " ").capitalize()
        return Words(label, _UNKNOWN, "ratio", None, currency, is_published=False)
    label, unit = plain(metric.label), metric.unit
    return Words(label, _definition(metric), unit, GOOD[metric.direction], currency)


_UNKNOWN = (
    "This version was published before there was this metric; the next `karvan run` "
    "publishes it."
)


def _definition(metric: Metric) -> str:
    formula = f" = `{metric.formula}`" if metric.parts else ""
    tables = ", ".join(f"`{table}`" for table in metric.sources)
    return (
        f"{plain(metric.description)}\n\nIn formulas: `{metric.name}`{formula}. "
        f"Owner: {plain(metric.owner)}. Source: {tables}."
    )
